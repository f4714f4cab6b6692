// Rows from pasted text, from a file and from the shots that were found in the picture.

import { format } from "./timecode.js";

const LARGEST_FILE = 400_000;

export class Importer {
  /** `desk` offers the asset's id, its timing and suggested shots, and takes rows. */
  constructor(root, config, desk) {
    this.root = root;
    this.config = config;
    this.strings = config.strings;
    this.desk = desk;
    this.found = null;
    for (const name of ["text", "file", "basis", "read", "add", "outcome", "suggest", "suggested"]) {
      this[name] = root.querySelector(`[data-${name}]`);
    }
    this.read.addEventListener("click", () => this.#read());
    this.add.addEventListener("click", () => this.#add());
    this.suggest.addEventListener("click", () => this.#addSuggested());
    this.file.addEventListener("change", () => this.#takeFile());
    this.text.addEventListener("input", () => this.#forget());
  }

  /** Says how many suggested shots there are for the asset. */
  refresh() {
    const count = this.#freeShots().length;
    this.suggest.disabled = count === 0;
    this.suggested.textContent = count ? `(${count})` : "";
    this.#forget();
  }

  async #read() {
    this.desk.say(this.strings.reading);
    const body = new FormData();
    body.set("text", this.text.value);
    body.set("asset", this.desk.asset);
    body.set("basis", this.basis.value);
    let html = null;
    try {
      const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
      const headers = { "X-CSRFToken": token };
      const answer = await fetch(this.config.pasteUrl, { method: "POST", body, headers });
      if (answer.ok) html = await answer.text();
    } catch {
      html = null;
    }
    this.#show(html);
  }

  #show(html) {
    this.#forget();
    if (html === null) this.outcome.textContent = this.strings.unreachable;
    else this.outcome.innerHTML = html;
    const data = this.outcome.querySelector("#shotlist-pasted");
    this.found = data && JSON.parse(data.textContent);
    const count = this.found?.rows.length ?? 0;
    this.add.hidden = count === 0;
    this.add.textContent = this.strings.addRows.replace("{count}", count);
    this.desk.say(this.outcome.querySelector("caption, p")?.textContent ?? this.outcome.textContent);
    if (count) this.add.focus();
  }

  /** Adds what was read; what was not understood stays in the field. */
  #add() {
    const { rows, left } = this.found;
    const added = this.desk.take(rows);
    if (added < rows.length) return;
    this.text.value = left;
    this.#forget();
    this.outcome.replaceChildren();
    (left ? this.text : this.read).focus();
  }

  #addSuggested() {
    const timing = this.desk.timing;
    this.desk.take(
      this.#freeShots().map(([begin, end]) => ({
        in_frame: format(begin, timing),
        out_frame: format(end, timing),
        kind: "shot",
      })),
    );
    this.refresh();
    this.read.focus();
  }

  /** Returns the suggested shots that no row of the list covers. */
  #freeShots() {
    const timing = this.desk.timing;
    if (!timing) return [];
    const taken = this.desk.pieces();
    return this.desk.shots.filter(
      ([begin, end]) => !taken.some(([from, to]) => begin < to && from < end),
    );
  }

  async #takeFile() {
    const [file] = this.file.files;
    if (!file) return;
    if (file.size > LARGEST_FILE) {
      this.outcome.textContent = this.strings.fileTooLarge;
      this.desk.say(this.strings.fileTooLarge);
      return;
    }
    const bytes = await file.arrayBuffer();
    this.text.value = decode(bytes);
    this.#forget();
    this.text.focus();
  }

  #forget() {
    this.found = null;
    this.add.hidden = true;
  }
}

/** Returns the text of a file: UTF-16 by its mark, UTF-8, else what old spreadsheets write. */
export function decode(bytes) {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
