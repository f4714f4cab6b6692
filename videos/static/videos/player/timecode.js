// Timecode as SMPTE ST 12-1 counts it; says the same as videos/pipeline/timecode.py, which tests hold it to.
// A rate is {numerator, denominator}; a frame is counted from 00:00:00:00.

const FORM = /^([0-9]{1,2})[:;]([0-9]{2})[:;]([0-9]{2})([:;.])([0-9]{2,3})$/;
const HIGHEST_NOMINAL_RATE = 999;

export class TimecodeError extends Error {}

/** Returns the rate that a text such as "30000/1001" names, or null. */
export function parseRate(text) {
  const match = /^([1-9][0-9]*)\/([1-9][0-9]*)$/.exec(text ?? "");
  return match && { numerator: Number(match[1]), denominator: Number(match[2]) };
}

/** Returns the frames that a second of timecode counts: 30 for 29.97. */
export function nominal({ numerator, denominator }) {
  const count = Math.floor((2 * numerator + denominator) / (2 * denominator));
  if (count < 1 || count > HIGHEST_NOMINAL_RATE) throw new TimecodeError("rate");
  return count;
}

export function mayDropFrames(rate) {
  return droppedAMinute(rate) > 0;
}

/** Returns the timecode of a frame; after a day it begins anew. */
export function formatTimecode(frame, rate, { dropFrame = false } = {}) {
  if (!Number.isInteger(frame) || frame < 0) throw new TimecodeError("range");
  const count = nominal(rate);
  let number = frame % framesPerDay(rate, { dropFrame });
  if (dropFrame) {
    const dropped = requireDropped(rate);
    const minute = count * 60 - dropped;
    const tenMinutes = minute * 10 + dropped;
    // The first minute of ten drops nothing, so it is longer.
    const minutes = Math.max(0, Math.floor(((number % tenMinutes) - dropped) / minute));
    number += dropped * (9 * Math.floor(number / tenMinutes) + minutes);
  }
  const seconds = Math.floor(number / count);
  const digits = Math.max(2, String(count - 1).length);
  return [
    pad(Math.floor(seconds / 3600)), ":", pad(Math.floor(seconds / 60) % 60), ":",
    pad(seconds % 60), dropFrame ? ";" : ":", pad(number % count, digits),
  ].join("");
}

/** Returns how many frames the count holds before it begins anew. */
export function framesPerDay(rate, { dropFrame = false } = {}) {
  return 86_400 * nominal(rate) - (dropFrame ? requireDropped(rate) * 24 * 54 : 0);
}

/**
 * Returns the frame that a timecode names. `;` or `.` before the frames means drop-frame; with
 * `dropFrame: true` colons do too, with `dropFrame: false` drop-frame is refused.
 */
export function parseTimecode(text, rate, { dropFrame = null } = {}) {
  const match = FORM.exec(text.trim());
  if (!match) throw new TimecodeError("form");
  const [hours, minutes, seconds, frames] = [1, 2, 3, 5].map((group) => Number(match[group]));
  const count = nominal(rate);
  if (hours > 23 || minutes > 59 || seconds > 59 || frames >= count) throw new TimecodeError("range");
  const isDropFrame = dropFrame || match[4] !== ":";
  if (isDropFrame && dropFrame === false) throw new TimecodeError("cannot_drop");
  const number = (hours * 3600 + minutes * 60 + seconds) * count + frames;
  if (!isDropFrame) return number;
  const dropped = requireDropped(rate);
  if (minutes % 10 && !seconds && frames < dropped) throw new TimecodeError("dropped");
  const pastMinutes = hours * 60 + minutes;
  return number - dropped * (pastMinutes - Math.floor(pastMinutes / 10));
}

function droppedAMinute({ numerator, denominator }) {
  // Compared as fractions: 60000/2002 is 30000/1001.
  if (numerator * 1001 === 30_000 * denominator) return 2;
  return numerator * 1001 === 60_000 * denominator ? 4 : 0;
}

function requireDropped(rate) {
  const dropped = droppedAMinute(rate);
  if (!dropped) throw new TimecodeError("cannot_drop");
  return dropped;
}

function pad(number, digits = 2) {
  return String(number).padStart(digits, "0");
}
