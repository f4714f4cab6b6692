// <newsroom-player>: makes a player of the <video> and the description inside of it.
//
// Without scripts, or when anything here fails, the browser's own player stays. Other scripts wait
// for `ready` and use `frame`, `goTo(frame)`, `step(frames)`, `seek(seconds)`, `play()`, `pause()`,
// `timecodeOf(frame)`, `frameOf(text)` and the event "framechange". Frames are those of the master,
// counted from 0; both functions speak the timecode that is shown.

import { linesOf } from "./controls.js";
import { FrameCounter } from "./frames.js";
import { onKey, SPEEDS } from "./keys.js";
import { loadLibrary } from "./library.js";
import { showTextsWhilePaused } from "./texts.js";
import { formatTimecode, framesPerDay, parseRate, parseTimecode } from "./timecode.js";

const HLS = "application/x-mpegURL";
// Video.js waits 100 ms before it changes the rung.
const AFTER_CHANGE_MS = 150;
const TEXT_KINDS = ["subtitles", "captions"];

class NewsroomPlayer extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = this.begin();
    this.ready.catch((error) => console.error(error)); // the browser's own player stays
  }

  disconnectedCallback() {
    // Moving the element within the page disconnects it for a moment.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.frames?.stop();
      this.player?.dispose();
    });
  }

  async begin() {
    this.description = JSON.parse(this.querySelector("script[type='application/json']").textContent);
    const videojs = await loadLibrary(this.description.library);
    const { timecode, start_seconds, width, height } = this.description;
    this.media = this.takePlace();
    this.rate = parseRate(timecode?.rate);
    this.startFrame = timecode?.start_frame ?? 0;
    this.isSourceTimecode = this.startFrame > 0;
    this.quality = null;
    if (this.rate) {
      this.frames = new FrameCounter(this.media, this.rate, {
        count: timecode.frame_count, startSeconds: start_seconds,
      });
      this.frames.onChange((frame) => this.announce(frame));
    }
    this.style.setProperty("--ratio", width / height);
    this.player = this.build(videojs);
    this.player.on("error", () => this.fallBack());
    this.player.on("loadedmetadata", () => this.offerTracks());
    this.player.on("waiting", () => this.leaveTheEnd());
    showTextsWhilePaused(this.player);
    if (this.dataset.start) this.player.currentTime(Number(this.dataset.start));
    return this;
  }

  build(videojs) {
    const { sources, library } = this.description;
    const player = videojs(this.media, {
      host: this,
      sources,
      language: library.language,
      preload: "metadata",
      playbackRates: SPEEDS,
      userActions: { hotkeys: (event) => onKey(this.player, event) },
      html5: { vhs: { useDevicePixelRatio: true } },
      controlBar: { children: this.controls() },
    });
    player.el().setAttribute("aria-label", this.media.getAttribute("aria-label"));
    return player;
  }

  /** Puts an empty twin in the place of the plain player, whose sources and tracks stay out of it. */
  takePlace() {
    const plain = this.querySelector("video");
    const media = plain.cloneNode(false);
    media.classList.add("video-js");
    plain.replaceWith(media);
    return media;
  }

  controls() {
    const { thumbnails } = this.description;
    const steps = this.rate ? [
      { name: "previousFrame", componentClass: "FrameStep", by: -1 },
      { name: "nextFrame", componentClass: "FrameStep", by: 1 },
    ] : [];
    const pointed = thumbnails ? ["timeTooltip", { name: "thumbnail", address: thumbnails }] : ["timeTooltip"];
    return [
      { name: "progressControl", seekBar: { mouseTimeDisplay: { children: pointed } } },
      "playToggle",
      ...steps,
      "volumePanel",
      ...(this.rate ? ["timecodeButton"] : ["currentTimeDisplay"]),
      "timeDivider",
      "durationDisplay",
      "customControlSpacer",
      "playbackRateMenuButton",
      "chaptersButton",
      "audioTrackButton",
      "subsCapsButton",
      "qualityButton",
      "pictureInPictureToggle",
      "fullscreenToggle",
    ];
  }

  get frame() {
    return this.frames?.frame ?? 0;
  }

  get count() {
    return { dropFrame: this.description.timecode.is_drop_frame };
  }

  play() {
    return this.player.play();
  }

  pause() {
    this.player.pause();
  }

  goTo(frame) {
    this.frames?.goTo(frame);
  }

  step(frames) {
    this.frames?.step(frames);
  }

  /** Goes to the frame that begins at the time, in seconds from the beginning of the master. */
  seek(seconds) {
    if (this.frames) this.goTo(Math.round(seconds * this.frames.perSecond));
    else this.player.currentTime(seconds);
  }

  /** Returns the timecode of a frame in the count that is shown. */
  timecodeOf(frame) {
    const first = this.isSourceTimecode ? this.startFrame : 0;
    return formatTimecode(first + frame, this.rate, this.count);
  }

  /** Returns the frame that a timecode names in the count that is shown; throws TimecodeError. */
  frameOf(text) {
    const number = parseTimecode(text, this.rate, this.count);
    if (!this.isSourceTimecode) return number;
    const day = framesPerDay(this.rate, this.count);
    // A recording over midnight goes on from 00:00:00:00.
    return (number - this.startFrame + day) % day;
  }

  toggleTimecode() {
    if (!this.startFrame) return;
    this.isSourceTimecode = !this.isSourceTimecode;
    this.player.trigger("hosttimecode");
    this.dispatchEvent(new CustomEvent("timecodechange"));
  }

  /** Shows the rung of so many lines, or for null what suits the connection. */
  chooseQuality(lines) {
    this.quality = lines;
    const levels = this.player.qualityLevels().levels_;
    const chosen = levels.filter((level) => lines === null || linesOf(level) === lines);
    // Video.js changes to a rung that is enabled anew, not away from one that is disabled.
    if (lines !== null) levels.forEach((level) => { level.enabled = false; });
    chosen.forEach((level) => { level.enabled = true; });
    this.player.setTimeout(() => this.showAtOnce(lines), AFTER_CHANGE_MS);
    this.player.trigger("hostquality");
  }

  /** Fetches the rung of so many lines where Video.js would first show what it has of another one:
   * when it had read the playlist before, or had changed to this rung by itself. */
  showAtOnce(lines) {
    const controller = this.player.tech(true)?.vhs?.playlistController_;
    const chosen = controller?.mainPlaylistLoader_.media()?.attributes.RESOLUTION;
    const shown = linesOf({ width: this.media.videoWidth, height: this.media.videoHeight });
    if (chosen && linesOf(chosen) === lines && shown !== lines) controller.runFastQualitySwitch_();
  }

  /** Goes back a second where the picture came to the end while another rung was being fetched: no
   * part of the stream begins there, so that nothing would ever come. */
  leaveTheEnd() {
    const { buffered, currentTime, duration, ended } = this.media;
    if (!ended && !buffered.length && currentTime >= duration) this.player.currentTime(Math.max(0, duration - 1));
  }

  /** Shows the subtitles in the page's language, else the first, or none. */
  toggleSubtitles() {
    const tracks = this.textTracks();
    const shown = tracks.filter((track) => track.mode === "showing");
    if (shown.length) {
      shown.forEach((track) => { track.mode = "disabled"; });
      return;
    }
    const { language } = this.description.library;
    const chosen = tracks.find((track) => track.language.split("-")[0] === language) ?? tracks[0];
    if (chosen) chosen.mode = "showing";
  }

  textTracks() {
    return [...this.player.textTracks().tracks_].filter((track) => TEXT_KINDS.includes(track.kind));
  }

  announce(frame) {
    this.dispatchEvent(new CustomEvent("framechange", { detail: { frame } }));
  }

  /** Offers the tracks that the stream did not bring along, and shows the one that was asked for. */
  offerTracks() {
    const known = new Set(this.textTracks().map((track) => `${track.kind} ${track.language}`));
    for (const track of this.description.tracks) {
      if (known.has(`${track.kind} ${track.language}`)) continue;
      this.player.addRemoteTextTrack(
        { kind: track.kind, srclang: track.language, label: track.label, src: track.url }, false,
      );
    }
    const { subtitles } = this.dataset;
    const wanted = subtitles && this.textTracks().find((track) => track.language === subtitles);
    if (wanted) wanted.mode = "showing";
  }

  /** Plays the plain file from the same place when the stream cannot be played. */
  fallBack() {
    const plain = this.description.sources.find((source) => source.type !== HLS);
    if (this.hasFallenBack || !plain || this.player.currentType() !== HLS) return;
    this.hasFallenBack = true;
    const seconds = this.player.currentTime();
    const isPlaying = this.player.hasStarted() && !this.player.paused();
    this.player.error(null);
    this.player.src(plain);
    this.player.currentTime(seconds);
    if (isPlaying) this.player.play();
  }
}

customElements.define("newsroom-player", NewsroomPlayer);
