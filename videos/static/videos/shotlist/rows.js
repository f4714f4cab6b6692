// The rows of the shotlist: Wagtail's inline forms, read and written as frames.

import { format, parse } from "./timecode.js";

const TEXTS = ["description", "quote", "quote_rendering", "place", "restriction"];
const LANGUAGE_AND_KIND = ["kind", "language"];

/** One inline form. */
export class Row {
  constructor(element) {
    this.element = element;
    this.name = element.id.replace("inline_child_", "");
  }

  field(name) {
    return document.getElementById(`id_${this.name}-${name}`);
  }

  value(name) {
    return this.field(name).value;
  }

  set(name, value) {
    const field = this.field(name);
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  frame(name, timing) {
    return parse(this.value(name), timing);
  }

  setFrame(name, frame, timing) {
    this.set(name, timing ? format(frame, timing) : String(frame));
  }

  get isDeleted() {
    return this.element.classList.contains("deleted") || this.value("DELETE") === "1";
  }

  get isBlank() {
    return ["in_frame", "out_frame", ...TEXTS].every((name) => !this.value(name).trim());
  }

  get speaker() {
    return document.getElementById(`id_${this.name}-speaker-chooser`)?.widget;
  }

  fill(values) {
    for (const name of ["in_frame", "out_frame", ...LANGUAGE_AND_KIND, ...TEXTS]) {
      if (values[name] !== undefined) this.set(name, values[name]);
    }
    if (values.speaker) this.speaker?.setState(values.speaker);
  }

  /** Takes the texts of another row over, so that nothing is lost when they become one. */
  absorb(other) {
    for (const name of TEXTS) {
      const texts = [this.value(name).trim(), other.value(name).trim()].filter(Boolean);
      this.set(name, [...new Set(texts)].join(" "));
    }
    if (!this.value("language")) this.set("language", other.value("language"));
    if (!this.speaker?.getValue() && other.speaker?.getState()) {
      this.speaker?.setState(other.speaker.getState());
    }
    if (other.value("kind") === "soundbite") this.set("kind", "soundbite");
  }

  delete() {
    document.getElementById(`id_${this.name}-DELETE-button`).click();
  }
}

/** All inline forms. */
export class Rows {
  constructor(prefix) {
    this.prefix = prefix;
    this.container = document.getElementById(`id_${prefix}-FORMS`);
    this.addButton = document.getElementById(`id_${prefix}-ADD`);
    this.known = new WeakMap();
  }

  /** Returns the rows that are not deleted, as they stand on the page. */
  get all() {
    return [...this.container.children].map((each) => this.of(each)).filter((row) => !row.isDeleted);
  }

  /** Returns the rows in order of time; what has no time yet comes last. */
  inOrder(timing) {
    const begin = (row) => row.frame("in_frame", timing) ?? Infinity;
    return this.all.sort((one, other) => (begin(one) === begin(other) ? 0 : begin(one) - begin(other)));
  }

  of(element) {
    if (!this.known.has(element)) this.known.set(element, new Row(element));
    return this.known.get(element);
  }

  around(element) {
    const child = element.closest("[data-inline-panel-child]");
    return child && this.container.contains(child) ? this.of(child) : null;
  }

  /** Adds a row by Wagtail's own button; null when there are as many as there may be. */
  add() {
    if (this.addButton.disabled) return null;
    this.addButton.click();
    return this.of(this.container.lastElementChild);
  }
}
