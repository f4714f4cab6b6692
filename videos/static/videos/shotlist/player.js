// The player of the shotlist: a video element that knows frames. Whatever else comes to draw the
// picture has to offer the same few methods.

import { rateOf } from "./timecode.js";

export class Player extends EventTarget {
  constructor(video) {
    super();
    this.video = video;
    this.timing = null;
    this.stopAt = null;
    this.shownTime = null;
    this.isSought = false;
    for (const name of ["timeupdate", "seeked", "loadedmetadata"]) {
      video.addEventListener(name, () => this.dispatchEvent(new Event("change")));
    }
    video.addEventListener("timeupdate", () => this.#stopInTime());
    video.addEventListener("seeking", () => this.#forgetShown());
    video.addEventListener("playing", () => { this.isSought = false; });
    this.#watchFrames();
  }

  /** Plays another file; an empty address stands for none. */
  load(url, timing) {
    this.timing = timing;
    this.shownTime = null;
    this.video.hidden = !url;
    if (url) this.video.src = url;
    else this.video.removeAttribute("src");
  }

  get isReady() {
    return Boolean(this.timing) && !this.video.hidden;
  }

  /** Returns the frame that is seen, as the browser says, else as the clock of the player does. */
  get frame() {
    if (!this.isReady) return 0;
    const rate = rateOf(this.timing);
    if (this.shownTime !== null && !this.video.seeking) return Math.round(this.shownTime * rate);
    return Math.floor(this.video.currentTime * rate + 0.001);
  }

  /** Shows a frame. The middle of its time is asked for, which no rounding takes to another. */
  seek(frame) {
    const last = this.timing.count ? this.timing.count - 1 : Infinity;
    const wanted = Math.max(0, Math.min(frame, last));
    this.stopAt = null;
    this.#forgetShown();
    this.video.currentTime = (wanted + 0.5) / rateOf(this.timing);
  }

  step(frames) {
    this.pause();
    this.seek(this.frame + frames);
  }

  stepSeconds(seconds) {
    this.seek(this.frame + Math.round(seconds * rateOf(this.timing)));
  }

  toggle() {
    if (this.video.paused) this.play();
    else this.pause();
  }

  play() {
    this.stopAt = null;
    this.video.play().catch(() => {}); // The browser may refuse; its own controls say so.
  }

  playBetween(begin, end) {
    this.seek(begin);
    this.play();
    this.stopAt = end;
  }

  pause() {
    this.video.pause();
  }

  /** Trusts the clock after a seek: the word of a frame from before may still be on its way. */
  #forgetShown() {
    this.shownTime = null;
    this.isSought = true;
  }

  #stopInTime() {
    if (this.stopAt !== null && this.frame >= this.stopAt) {
      const end = this.stopAt;
      this.pause();
      this.seek(end - 1);
    }
  }

  #watchFrames() {
    if (!("requestVideoFrameCallback" in this.video)) return;
    const note = (_now, shown) => {
      if (!this.isSought) this.shownTime = shown.mediaTime;
      this.dispatchEvent(new Event("change"));
      this.video.requestVideoFrameCallback(note);
    };
    this.video.requestVideoFrameCallback(note);
  }
}
