// The list of cues on the screen.

import { formatTime, TOP } from "./cues.js";

const FIELDS = ["start", "end", "speaker", "text"];

export class Rows {
  constructor(root, { words, language, direction }) {
    this.list = root.querySelector("[data-cues]");
    this.template = root.querySelector("[data-cue-template]");
    this.bar = root.querySelector("[data-cue-bar]");
    this.isAtTop = this.bar.querySelector("[data-at-top]");
    this.words = words;
    this.language = language;
    this.direction = direction;
    this.current = -1;
  }

  /** Draws all cues anew. */
  draw(cues) {
    this.bar.remove();
    this.list.replaceChildren(...cues.map((cue, index) => this.row(cue, index)));
    this.choose(Math.min(this.current, cues.length - 1), cues);
  }

  row(cue, index) {
    const row = this.template.content.firstElementChild.cloneNode(true);
    const name = `cue-${index}`;
    row.id = name;
    row.querySelector("[data-number]").textContent = index + 1;
    row.querySelector("[role=group]").setAttribute(
      "aria-label", this.words.cue.replace("{number}", index + 1),
    );
    for (const field of FIELDS) {
      const input = row.querySelector(`[data-field=${field}]`);
      input.value = field === "start" || field === "end" ? formatTime(cue[field]) : cue[field];
    }
    const text = row.querySelector("[data-field=text]");
    text.lang = this.language;
    text.rows = Math.max(2, cue.text.split("\n").length);
    const faults = row.querySelector("[data-faults]");
    faults.id = `${name}-faults`;
    text.setAttribute("aria-describedby", faults.id);
    return row;
  }

  /** Makes a cue the one that commands act on, and gives it the buttons. */
  choose(index, cues) {
    this.rowAt(this.current)?.classList.remove("is-current");
    this.current = index;
    const row = this.rowAt(index);
    if (!row) {
      this.current = -1;
      return;
    }
    row.classList.add("is-current");
    this.isAtTop.checked = cues[index].settings.split(" ").includes(TOP);
    this.bar.querySelector("[data-command=merge]").disabled = index + 1 >= cues.length;
    this.bar.hidden = false;
    if (this.bar.parentElement !== row) row.append(this.bar);
  }

  /** Shows a field's value as it is kept. */
  show(index, field, value) {
    const input = this.field(index, field);
    input.value = field === "start" || field === "end" ? formatTime(value) : value;
    this.complain(input, "");
  }

  /** Says what is wrong with a typed time; nothing says that it is right. */
  complain(input, text) {
    const message = input.closest("label").querySelector("[data-complaint]");
    message.textContent = text;
    input.setAttribute("aria-invalid", String(Boolean(text)));
  }

  /** Shows the faults of every cue. */
  warn(faults) {
    const byCue = Map.groupBy(faults, (fault) => fault.cue);
    for (const [index, row] of [...this.list.children].entries()) {
      const found = byCue.get(index) ?? [];
      row.classList.toggle("has-faults", found.length > 0);
      row.querySelector("[data-faults]").replaceChildren(...found.map(({ text }) => {
        const item = document.createElement("li");
        item.textContent = text;
        return item;
      }));
    }
  }

  /** Marks the cues that the player shows at the moment. */
  mark(shown, { follow }) {
    for (const row of this.list.querySelectorAll(".is-shown")) {
      if (!shown.includes(this.indexOf(row))) row.classList.remove("is-shown");
    }
    for (const index of shown) {
      const row = this.rowAt(index);
      if (!row || row.classList.contains("is-shown")) continue;
      row.classList.add("is-shown");
      if (follow) row.scrollIntoView({ block: "nearest" });
    }
  }

  focus(index, field = "text") {
    const input = this.field(index, field);
    if (!input) return;
    input.focus();
    input.closest("li").scrollIntoView({ block: "nearest" });
  }

  field(index, field) {
    return this.rowAt(index)?.querySelector(`[data-field=${field}]`);
  }

  rowAt(index) {
    return this.list.children[index];
  }

  indexOf(element) {
    return [...this.list.children].indexOf(element.closest("[data-cues] > li"));
  }
}
