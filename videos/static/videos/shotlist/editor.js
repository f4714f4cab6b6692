// The shotlist beside the player in the editor of a video. The rows are complete without it.

import { warnings } from "./checks.js";
import { Importer } from "./importing.js";
import { Player } from "./player.js";
import { Rows } from "./rows.js";
import { format } from "./timecode.js";

const EDITABLE = "input:not([type=button]):not([type=checkbox]), textarea, select, [contenteditable=true]";

class Desk {
  constructor(root) {
    this.root = root;
    this.config = JSON.parse(root.querySelector("#shotlist-config").textContent);
    this.strings = this.config.strings;
    this.rows = new Rows(this.config.prefix);
    this.region = root.querySelector("[data-player]");
    this.player = new Player(root.querySelector("[data-video]"));
    this.importer = new Importer(root.querySelector(".shotlist-import"), this.config, this);
    this.assetField = document.getElementById("id_asset");
    this.current = null;
    this.shots = [];
    this.actions = this.#actions();
    this.#listen();
    this.#use(this.config.player);
    for (const row of this.rows.all) this.#dress(row);
    this.choose(this.rows.inOrder(this.timing)[0] ?? null);
  }

  get asset() {
    return this.assetField?.value ?? "";
  }

  get timing() {
    return this.player.timing;
  }

  /** Returns the pieces that rows cover, as pairs of frames. */
  pieces() {
    return this.rows.all
      .map((row) => [row.frame("in_frame", this.timing), row.frame("out_frame", this.timing)])
      .filter(([begin, end]) => begin !== null && end !== null);
  }

  say(text) {
    const status = this.root.querySelector("[data-status]");
    status.textContent = "";
    status.textContent = text;
  }

  /** Adds rows; returns how many there was room for. */
  take(list) {
    let added = 0;
    for (const values of list) {
      const row = this.#add(values);
      if (!row) break;
      added += 1;
    }
    this.say(added < list.length ? this.strings.full : this.#fill("added", { count: added }));
    this.#refresh();
    return added;
  }

  choose(row) {
    this.current?.element.classList.remove("shotlist-current");
    this.current = row;
    row?.element.classList.add("shotlist-current");
    this.#refresh();
  }

  #actions() {
    const needsRow = (act) => () => (this.current ? act(this.current) : this.say(this.strings.nothing));
    return {
      toggle: () => this.player.toggle(),
      "frame-back": () => this.player.step(-1),
      "frame-on": () => this.player.step(1),
      "second-back": () => this.player.stepSeconds(-1),
      "second-on": () => this.player.stepSeconds(1),
      "mark-in": () => this.#markIn(),
      "mark-out": needsRow((row) => this.#markOut(row)),
      new: () => this.#newRow(),
      split: () => this.#split(),
      merge: needsRow((row) => this.#merge(row)),
      previous: () => this.#move(-1),
      next: () => this.#move(1),
      go: needsRow((row) => this.#go(row)),
      play: needsRow((row) => this.#play(row)),
      describe: needsRow((row) => this.#describe(row)),
    };
  }

  /** Sets where the row begins; after the end of a finished row it begins another one. */
  #markIn() {
    const row = this.current;
    const frame = this.player.frame;
    const end = row?.frame("out_frame", this.timing);
    const isOver = row && end !== null && end !== undefined && frame >= end;
    if (!row || isOver) {
      this.#newRow();
      return;
    }
    row.setFrame("in_frame", frame, this.timing);
    this.#tell("in", row, frame);
  }

  /** Sets where the row ends: after the frame that is seen, which still belongs to it. */
  #markOut(row) {
    const frame = this.player.frame + 1;
    row.setFrame("out_frame", frame, this.timing);
    this.#tell("out", row, frame);
  }

  #newRow() {
    const frame = this.player.frame;
    const row = this.#add({ in_frame: format(frame, this.timing) });
    if (!row) {
      this.say(this.strings.full);
      return;
    }
    this.choose(row);
    this.#tell("new", row, frame);
    this.region.focus({ preventScroll: true });
  }

  #split() {
    const frame = this.player.frame;
    const inside = this.rows.all.filter((row) => {
      const begin = row.frame("in_frame", this.timing);
      const end = row.frame("out_frame", this.timing);
      return begin !== null && end !== null && begin < frame && frame < end;
    });
    const row = inside.includes(this.current) ? this.current : inside[0];
    if (!row) {
      this.say(this.strings.notInside);
      return;
    }
    const rest = this.#add({
      in_frame: format(frame, this.timing),
      out_frame: row.value("out_frame"),
      kind: row.value("kind"),
      place: row.value("place"),
      restriction: row.value("restriction"),
    });
    if (!rest) {
      this.say(this.strings.full);
      return;
    }
    row.setFrame("out_frame", frame, this.timing);
    this.choose(rest);
    this.say(this.#fill("split", { time: format(frame, this.timing) }));
    this.region.focus({ preventScroll: true });
  }

  #merge(row) {
    const order = this.rows.inOrder(this.timing);
    const next = order[order.indexOf(row) + 1];
    if (!next) {
      this.say(this.strings.noNext);
      return;
    }
    const ends = [row, next].map((each) => each.frame("out_frame", this.timing) ?? 0);
    row.setFrame("out_frame", Math.max(...ends), this.timing);
    row.absorb(next);
    next.delete();
    this.choose(row);
    this.#tell("merged", row, Math.max(...ends));
  }

  #move(by) {
    const order = this.rows.inOrder(this.timing);
    const at = order.indexOf(this.current) + by;
    const row = order[Math.max(0, Math.min(at, order.length - 1))];
    if (!row) {
      this.say(this.strings.nothing);
      return;
    }
    this.choose(row);
    this.#go(row);
  }

  #go(row) {
    row.element.scrollIntoView({ block: "nearest" });
    const begin = row.frame("in_frame", this.timing);
    if (begin !== null && this.player.isReady) this.player.seek(begin);
    this.say(this.#name(row) + " " + row.value("in_frame") + " " + row.value("description"));
  }

  #describe(row) {
    const field = row.field("description");
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  #play(row) {
    const begin = row.frame("in_frame", this.timing);
    const end = row.frame("out_frame", this.timing);
    if (begin !== null && end !== null) this.player.playBetween(begin, end);
  }

  #add(values) {
    const row = this.rows.add();
    if (!row) return null;
    row.fill(values);
    this.#dress(row);
    return row;
  }

  /** Adds what the script offers to a row: its times in the heading, two buttons, no idle fields. */
  #dress(row) {
    if (row.element.dataset.dressed) return;
    row.element.dataset.dressed = "true";
    const heading = row.element.querySelector("[data-panel-heading-text]") ??
      row.element.querySelector("[data-panel-heading]");
    row.summary = document.createElement("span");
    row.summary.className = "shotlist-summary";
    heading?.append(row.summary);
    const bar = document.createElement("div");
    bar.className = "shotlist-row-keys";
    bar.append(this.#button(row, "goTo", "go"), this.#button(row, "playRow", "play"));
    row.element.querySelector(".w-panel__content")?.prepend(bar);
    row.element.addEventListener("input", () => this.#refresh());
    row.element.addEventListener("change", () => this.#refresh());
  }

  #button(row, label, action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = this.strings[label];
    button.addEventListener("click", () => {
      this.choose(row);
      this.#run(action);
    });
    return button;
  }

  #listen() {
    this.player.addEventListener("change", () => this.#tick());
    this.root.addEventListener("keydown", (event) => this.#onKey(event));
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-action]");
      if (button) this.#run(button.dataset.action);
    });
    this.root.addEventListener("focusin", (event) => {
      const row = this.rows.around(event.target);
      if (row && row !== this.current) this.choose(row);
    });
    this.rows.container.addEventListener("w-formset:added", (event) => {
      this.#dress(this.rows.of(event.target));
    });
    this.rows.container.addEventListener("w-formset:removed", () => {
      if (this.current?.isDeleted) this.choose(this.rows.inOrder(this.timing)[0] ?? null);
      this.#refresh();
    });
    this.assetField?.addEventListener("change", () => this.#changeAsset());
  }

  #onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const isTyping = event.target.matches(EDITABLE);
    if (isTyping) {
      if (event.key === "Escape" && this.rows.around(event.target)) {
        event.preventDefault();
        this.region.focus();
      }
      return;
    }
    const isOnButton = event.target.closest("button, summary, a");
    const arrows = event.shiftKey
      ? { ArrowLeft: "second-back", ArrowRight: "second-on" }
      : { ArrowLeft: "frame-back", ArrowRight: "frame-on" };
    const button = this.root.querySelector(
      `[data-action][aria-keyshortcuts="${CSS.escape(event.key.toUpperCase())}"]`,
    );
    const action = arrows[event.key] ?? (event.key === " " ? "toggle" : button?.dataset.action);
    if (!action || (event.key === " " && isOnButton)) return;
    event.preventDefault();
    this.#run(action);
  }

  #run(action) {
    const needsNoPlayer = ["merge", "describe", "previous", "next", "go"].includes(action);
    if (!needsNoPlayer && !this.player.isReady) {
      this.say(this.timing ? this.strings.noPlayer : this.strings.noTiming);
      return;
    }
    this.actions[action]();
    this.#tick();
  }

  /** Follows the asset that is chosen on the page. Rows keep their frames, told as it counts. */
  async #changeAsset() {
    const asset = this.asset;
    let facts = { timing: null, url: "", shots: [] };
    if (asset) {
      const url = this.config.playerUrl.replace("/0/", `/${asset}/`);
      const answer = await fetch(url).catch(() => null);
      if (answer?.ok) facts = await answer.json();
      if (asset !== this.asset) return;
    }
    const before = this.timing;
    const times = this.rows.all.flatMap((row) =>
      ["in_frame", "out_frame"].map((name) => ({ row, name, frame: row.frame(name, before) })),
    );
    this.#use(facts);
    for (const { row, name, frame } of times) {
      if (frame !== null && frame >= 0) row.setFrame(name, frame, this.timing);
    }
    this.#refresh();
  }

  #use(facts) {
    this.shots = facts.shots;
    this.player.load(facts.url, facts.timing);
    this.root.querySelector("[data-empty]").hidden = Boolean(facts.url);
    this.importer.refresh();
    this.#tick();
  }

  #tick() {
    const clock = this.root.querySelector("[data-clock]");
    clock.textContent = this.player.isReady ? format(this.player.frame, this.timing) : "--:--:--:--";
  }

  #refresh() {
    const order = this.rows.inOrder(this.timing);
    order.forEach((row, index) => {
      if (!row.summary) return;
      const times = [row.value("in_frame"), row.value("out_frame")].filter(Boolean).join(" – ");
      const text = row.value("description") || row.value("quote");
      row.number = index + 1;
      row.summary.textContent = ` ${times} ${text.slice(0, 60)}`;
      this.#showSoundbite(row);
    });
    const list = this.root.querySelector("[data-warnings]");
    const items = warnings(order, this.timing, this.strings).map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    });
    list.replaceChildren(...items);
    list.hidden = items.length === 0;
    const current = this.root.querySelector("[data-current]");
    current.textContent = this.current ? this.#name(this.current) : "";
  }

  /** Hides the fields of a soundbite in a shot, unless something stands in them. */
  #showSoundbite(row) {
    const group = row.field("quote").closest(".shot-soundbite");
    if (!group) return;
    const names = ["quote", "quote_rendering", "language"];
    const isUsed = names.some((name) => row.value(name)) || row.speaker?.getValue();
    group.hidden = row.value("kind") !== "soundbite" && !isUsed;
  }

  #name(row) {
    const number = this.rows.inOrder(this.timing).indexOf(row) + 1;
    return this.#fill("row", { number });
  }

  #tell(text, row, frame) {
    const number = this.rows.inOrder(this.timing).indexOf(row) + 1;
    this.say(this.#fill(text, { number, time: format(frame, this.timing) }));
  }

  #fill(name, values) {
    return this.strings[name].replace(/\{(\w+)\}/g, (_match, key) => values[key]);
  }
}

for (const root of document.querySelectorAll("[data-shotlist-editor]")) new Desk(root);
