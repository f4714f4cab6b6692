// What was there before, to go back to and on again.

const MOST_STEPS = 500;

export class History {
  constructor(cues) {
    this.cues = cues;
    this.past = [];
    this.future = [];
    this.key = null;
  }

  /** Takes over a change. Changes with the same key, one after the other, are one step. */
  change(cues, key = null) {
    if (key === null || key !== this.key) this.past.push(this.cues);
    this.past.splice(0, this.past.length - MOST_STEPS);
    this.future = [];
    this.key = key;
    this.cues = cues;
  }

  /** Ends a step that is going on: what is typed next is another one. */
  pause() {
    this.key = null;
  }

  /** Goes a step back; returns whether there was one. */
  undo() {
    return this.move(this.past, this.future);
  }

  /** Goes a step on again; returns whether there was one. */
  redo() {
    return this.move(this.future, this.past);
  }

  move(from, to) {
    if (!from.length) return false;
    to.push(this.cues);
    this.cues = from.pop();
    this.key = null;
    return true;
  }
}
