// Cues as plain values: {start, end, text, speaker, settings}, times in milliseconds, `end` may be
// null. Every function returns a new list and leaves the old one alone, so that undoing is easy.

export const TOP = "line:0";
const TAGS = /<(\/?)([biu])>/gi;
const NEW_LENGTH = 2000;
const SHORTEST = 1;
const LATEST = 359_999_999;
const CLOCK = /^(?:(?:([0-9]{1,2}):)?([0-9]{1,2}):)?([0-9]{1,6})(?:[.,]([0-9]{1,3}))?$/;

/** Returns `h:mm:ss.mmm`; nothing for an unknown time. */
export function formatTime(milliseconds) {
  if (milliseconds === null) return "";
  const pad = (number, digits) => String(number).padStart(digits, "0");
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60, 2)}:` +
    `${pad(seconds % 60, 2)}.${pad(milliseconds % 1000, 3)}`;
}

/** Returns the milliseconds of `1:02:03.5`, `62.5` or the like; null for nothing, NaN for nonsense. */
export function parseTime(text) {
  const typed = text.trim();
  if (!typed) return null;
  const match = CLOCK.exec(typed);
  if (!match) return NaN;
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0));
  if (match[2] !== undefined && (seconds > 59 || (match[1] !== undefined && minutes > 59))) return NaN;
  const time = (hours * 3600 + minutes * 60 + seconds) * 1000 + Number((match[4] ?? "").padEnd(3, "0"));
  return time > LATEST ? NaN : time;
}

/** Returns the end that players assume where there is none. */
export function shownEnd(cues, index) {
  const { start, end } = cues[index];
  if (end !== null && end > start) return end;
  const assumed = start + 3000;
  const next = cues[index + 1];
  return next && next.start > start ? Math.min(assumed, next.start) : assumed;
}

export function changed(cues, index, change) {
  return cues.with(index, { ...cues[index], ...change });
}

/** Adds an empty cue where it belongs in time; returns the list and where the cue is. */
export function added(cues, start, limit = LATEST) {
  const index = cues.findLastIndex((cue) => cue.start <= start) + 1;
  const next = cues[index];
  const end = Math.min(start + NEW_LENGTH, next ? next.start : LATEST, limit);
  const cue = { start, end: end > start ? end : start + NEW_LENGTH, text: "", speaker: "", settings: "" };
  return { cues: cues.toSpliced(index, 0, cue), index };
}

/** Adds an empty cue after another one. */
export function addedAfter(cues, index, limit = LATEST) {
  return added(cues, Math.min(Math.max(shownEnd(cues, index), cues[index].start + SHORTEST), LATEST), limit);
}

export function removed(cues, index) {
  return cues.toSpliced(index, 1);
}

/** Joins a cue and the next one. */
export function merged(cues, index) {
  const [first, second] = [cues[index], cues[index + 1]];
  const end = Math.max(shownEnd(cues, index), shownEnd(cues, index + 1));
  const cue = {
    ...first,
    end,
    text: [first.text, second.text].filter(Boolean).join("\n"),
    speaker: first.speaker || second.speaker,
  };
  return cues.toSpliced(index, 2, cue);
}

/**
 * Cuts a cue in two: its text at the caret, its time at `at` where that lies within it, else in
 * proportion to the text.
 */
export function split(cues, index, caret, at = null) {
  const cue = cues[index];
  const end = shownEnd(cues, index);
  const place = caret > 0 && caret < cue.text.length ? caret : middleOf(cue.text);
  const [before, after] = splitText(cue.text, place);
  const share = cue.text.length ? place / cue.text.length : 0.5;
  const isWithin = at !== null && at > cue.start && at < end;
  const time = Math.round(isWithin ? at : cue.start + (end - cue.start) * share);
  return cues.toSpliced(
    index, 1,
    { ...cue, end: time, text: before },
    { ...cue, start: time, end, text: after },
  );
}

/** Returns both parts of a text; a style that is open at the cut goes on in the second. */
export function splitText(text, place) {
  const open = [];
  for (const [, slash, name] of text.slice(0, place).matchAll(TAGS)) {
    if (slash) open.splice(open.lastIndexOf(name.toLowerCase()), 1);
    else open.push(name.toLowerCase());
  }
  const closing = open.toReversed().map((name) => `</${name}>`).join("");
  const opening = open.map((name) => `<${name}>`).join("");
  return [text.slice(0, place).trim() + closing, opening + text.slice(place).trim()];
}

/** Returns the text as a browser's own WebVTT cue takes it. */
export function toWebVTT(text) {
  const escape = (part) => part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  let at = 0;
  let payload = "";
  for (const tag of text.matchAll(TAGS)) {
    payload += escape(text.slice(at, tag.index)) + tag[0].toLowerCase();
    at = tag.index + tag[0].length;
  }
  return payload + escape(text.slice(at));
}

/** Returns whether two lists say the same. */
export function areEqual(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function middleOf(text) {
  const middle = text.length / 2;
  const gaps = [...text.matchAll(/\s/g)].map((match) => match.index);
  return gaps.reduce(
    (best, gap) => (Math.abs(gap - middle) < Math.abs(best - middle) ? gap : best),
    gaps.length ? gaps[0] : Math.floor(middle),
  );
}
