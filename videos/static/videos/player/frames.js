// Which frame of the master is shown, and going to another one.

const AGAIN_MS = 5_000;
const TIMES = 3;

/**
 * Counts a media element's picture in frames of the master.
 *
 * Browsers know seconds only. What was last drawn is known to the frame where the browser tells
 * (requestVideoFrameCallback); elsewhere it follows from the current time. Times lead to the middle
 * of a frame, so that no rounding shows its neighbour.
 */
export class FrameCounter {
  /** `startSeconds` is when the first frame is shown in this file: sound may begin before it. */
  constructor(media, rate, { count = null, startSeconds = 0 } = {}) {
    this.media = media;
    this.rate = rate;
    this.count = count;
    this.startSeconds = startSeconds;
    this.wanted = null;
    this.timer = null;
    this.drawnSeconds = null;
    this.listeners = new Set();
    this.isOver = false;
    const signals = ["seeked", "timeupdate", "loadeddata", "emptied"];
    const onSignal = (event) => {
      if (event.type === "emptied") this.drawnSeconds = null;
      this.tell();
    };
    signals.forEach((name) => media.addEventListener(name, onSignal));
    this.stop = () => {
      this.isOver = true;
      clearTimeout(this.timer);
      signals.forEach((name) => media.removeEventListener(name, onSignal));
    };
    if (media.requestVideoFrameCallback) this.watch();
  }

  /** Calls back with the frame whenever another one is shown. */
  onChange(listener) {
    this.listeners.add(listener);
  }

  /** The frame that is shown, or that was gone to: a file may hold only every other frame. */
  get frame() {
    if (this.wanted !== null && this.isAt(this.wanted)) return this.wanted;
    const seconds = this.media.currentTime - this.startSeconds;
    const drawn = this.drawnSeconds === null ? null : this.drawnSeconds - this.startSeconds;
    const isDrawn = drawn !== null && Math.abs(drawn - seconds) < 1;
    // A frame is drawn at its very beginning; the clock stands anywhere inside of it.
    const number = isDrawn ? Math.round(drawn * this.perSecond) : Math.floor(seconds * this.perSecond + 0.01);
    return this.within(number);
  }

  get perSecond() {
    return this.rate.numerator / this.rate.denominator;
  }

  goTo(frame) {
    this.wanted = this.within(frame);
    this.drawnSeconds = null;
    this.media.currentTime = this.secondsOf(this.wanted);
    this.askAgain(TIMES);
    this.tell();
  }

  /** Goes there once more when no picture comes: a stream may lose a seek while it is being fetched. */
  askAgain(times) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const isWaiting = this.media.seeking && this.wanted !== null && this.isAt(this.wanted);
      if (this.isOver || !isWaiting || !times) return;
      this.media.currentTime = this.secondsOf(this.wanted);
      this.askAgain(times - 1);
    }, AGAIN_MS);
  }

  step(frames) {
    this.media.pause();
    this.goTo(this.frame + frames);
  }

  isAt(frame) {
    return Math.abs(this.media.currentTime - this.secondsOf(frame)) < 0.25 / this.perSecond;
  }

  secondsOf(frame) {
    return (frame + 0.5) / this.perSecond + this.startSeconds;
  }

  within(frame) {
    const last = this.count ? this.count - 1 : Infinity;
    return Math.max(0, Math.min(frame, last));
  }

  tell() {
    const { frame } = this;
    if (frame === this.told) return;
    this.told = frame;
    this.listeners.forEach((listener) => listener(frame));
  }

  watch() {
    this.media.requestVideoFrameCallback((_now, drawn) => {
      if (this.isOver) return;
      this.drawnSeconds = drawn.mediaTime;
      this.tell();
      this.watch();
    });
  }
}
