// Frames and timecode as one recording counts: the same rules as videos/pipeline/timecode.py.
// A timing is {numerator, denominator, start, isDropFrame, count}; frames count from 0.

const FORM = /^(\d{1,2})[:;](\d{2})[:;](\d{2})([:;.])(\d{2,3})$/;

export function rateOf(timing) {
  return timing.numerator / timing.denominator;
}

function nominal(timing) {
  return Math.floor(rateOf(timing) + 0.5);
}

/** Returns how many numbers a drop-frame minute leaves out: two for each thirty. */
function dropped(timing) {
  return timing.isDropFrame ? nominal(timing) / 15 : 0;
}

function framesPerDay(timing) {
  return 86400 * nominal(timing) - dropped(timing) * 24 * 54;
}

/** Returns the source timecode of a frame. */
export function format(frame, timing) {
  const count = nominal(timing);
  const drop = dropped(timing);
  let number = (timing.start + frame) % framesPerDay(timing);
  if (drop) {
    const minute = count * 60 - drop;
    const tens = Math.floor(number / (minute * 10 + drop));
    const rest = number % (minute * 10 + drop);
    const minutes = Math.max(0, Math.floor((rest - drop) / minute));
    number += drop * (9 * tens + minutes);
  }
  const seconds = Math.floor(number / count);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, "0")).join(":");
  const width = Math.max(2, String(count - 1).length);
  return clock + (drop ? ";" : ":") + String(number % count).padStart(width, "0");
}

/** Returns the frame that a field names, null when it names none. A whole number is a frame. */
export function parse(text, timing) {
  const typed = text.trim();
  if (/^\d{1,9}$/.test(typed)) return Number(typed);
  const match = timing && FORM.exec(typed);
  if (!match) return null;
  const [hours, minutes, seconds, frames] = [1, 2, 3, 5].map((group) => Number(match[group]));
  const count = nominal(timing);
  const drop = dropped(timing);
  if (hours > 23 || minutes > 59 || seconds > 59 || frames >= count) return null;
  if (match[4] !== ":" && !drop) return null;
  if (drop && minutes % 10 && !seconds && frames < drop) return null;
  const past = hours * 60 + minutes;
  let number = (hours * 3600 + minutes * 60 + seconds) * count + frames;
  number -= drop * (past - Math.floor(past / 10));
  const day = framesPerDay(timing);
  const frame = (((number - timing.start) % day) + day) % day;
  return frame < Math.floor(day / 2) || frame <= (timing.count ?? 0) ? frame : frame - day;
}
