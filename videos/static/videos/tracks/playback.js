// The player beside the cues: it plays one cue, shows the texts as they are typed, says what it shows.

import { shownEnd, toWebVTT } from "./cues.js";

export class Playback {
  constructor(root, { language, onTime }) {
    this.host = root.querySelector("[data-player]");
    this.language = language;
    this.stopAt = null;
    this.track = null;
    // Captured at the host, because events of media do not bubble and players replace their media.
    this.host?.addEventListener("timeupdate", () => {
      this.stopInTime();
      onTime(this.time);
    }, true);
    this.host?.addEventListener("seeking", () => {
      if (this.stopAt !== null && this.time > this.stopAt) this.stopAt = null;
    }, true);
  }

  get media() {
    return this.host?.querySelector("video") ?? null;
  }

  /** Where the player is, in milliseconds; null without one. */
  get time() {
    return this.media ? Math.round(this.media.currentTime * 1000) : null;
  }

  /** How long the film is, in milliseconds; endless while that is unknown. */
  get limit() {
    const { duration } = this.media ?? {};
    return Number.isFinite(duration) ? Math.round(duration * 1000) : Infinity;
  }

  /** Plays a cue from its start to its end. */
  play(cues, index) {
    if (!this.media) return;
    this.stopAt = null;
    this.media.currentTime = cues[index].start / 1000;
    this.stopAt = shownEnd(cues, index);
    this.media.play().then(() => this.watch()).catch(() => {}); // the browser may want a click
  }

  /** Looks more often than the browser tells the time. */
  watch() {
    if (this.stopAt === null || this.media.paused) return;
    this.stopInTime();
    requestAnimationFrame(() => this.watch());
  }

  stopInTime() {
    if (this.stopAt === null || this.time < this.stopAt) return;
    this.stopAt = null;
    this.media.pause();
  }

  /** Shows the texts on the picture as they are now. */
  showTexts(cues) {
    if (!this.media || typeof VTTCue === "undefined") return;
    this.track ??= this.media.addTextTrack("subtitles", "", this.language);
    this.track.mode = "showing";
    while (this.track.cues?.length) this.track.removeCue(this.track.cues[0]);
    cues.forEach((cue, index) => {
      if (!cue.text) return;
      const shown = new VTTCue(cue.start / 1000, shownEnd(cues, index) / 1000, toWebVTT(cue.text));
      if (cue.settings.split(" ").includes("line:0")) shown.line = 0;
      this.track.addCue(shown);
    });
  }
}
