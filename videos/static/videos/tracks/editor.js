// The editor of a track: connects the list, the player, undoing and saving.

import { added, addedAfter, areEqual, changed, merged, parseTime, removed, shownEnd, split, TOP } from "./cues.js";
import { History } from "./history.js";
import { Playback } from "./playback.js";
import { Rows } from "./rows.js";
import { Draft, NotSaved, Server } from "./saving.js";

const CHECK_AFTER_MS = 500;
const KEYS = {
  Enter: "play",
  Digit1: "start-here",
  Digit2: "end-here",
  KeyN: "add-after",
  KeyX: "split",
  KeyM: "merge",
  KeyR: "delete",
  KeyK: "previous",
  KeyJ: "next",
};

class Editor {
  constructor(root) {
    this.root = root;
    const beginning = JSON.parse(document.getElementById("track-beginning").textContent);
    this.words = beginning.words;
    this.version = beginning.version;
    this.saved = beginning.cues;
    this.history = new History(beginning.cues);
    this.server = new Server(beginning);
    this.draft = new Draft(beginning.id);
    this.rows = new Rows(root, beginning);
    this.playback = new Playback(root, {
      language: beginning.language,
      onTime: (time) => this.followPlayer(time),
    });
    this.turn = 0;
    this.isSaving = false;
    this.listen();
    this.rows.draw(this.cues);
    this.warn(beginning.faults);
    this.playback.showTexts(this.cues);
    this.showState();
    this.offerDraft();
  }

  get cues() {
    return this.history.cues;
  }

  get isDirty() {
    return !areEqual(this.cues, this.saved);
  }

  find(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  listen() {
    const { list } = this.rows;
    list.addEventListener("focusin", (event) => {
      const index = this.rows.indexOf(event.target);
      if (index !== this.rows.current) this.rows.choose(index, this.cues);
    });
    list.addEventListener("focusout", () => this.history.pause());
    list.addEventListener("input", (event) => this.type(event.target));
    list.addEventListener("change", (event) => this.settle(event.target));
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-command]");
      if (button) this.command(button.dataset.command);
    });
    document.addEventListener("keydown", (event) => this.press(event));
    window.addEventListener("beforeunload", (event) => {
      if (this.isDirty) event.preventDefault();
    });
  }

  /** Keeps what is typed as it is typed. */
  type(input) {
    const { field } = input.dataset;
    if (field !== "text" && field !== "speaker") return;
    const index = this.rows.indexOf(input);
    this.history.change(changed(this.cues, index, { [field]: input.value }), `${field} ${index}`);
    this.afterChange();
  }

  /** Takes over a time or a place when it is finished. */
  settle(input) {
    const index = this.rows.indexOf(input);
    if (input.matches("[data-at-top]")) {
      const others = this.cues[index].settings.split(" ").filter((each) => each && !each.startsWith("line:"));
      const settings = [...(input.checked ? [TOP] : []), ...others].join(" ");
      this.apply(changed(this.cues, index, { settings }), { index, redraw: false });
      return;
    }
    const { field } = input.dataset;
    if (field !== "start" && field !== "end") return;
    const time = parseTime(input.value);
    if (Number.isNaN(time) || (time === null && field === "start")) {
      this.rows.complain(input, this.words.bad_time);
      return;
    }
    this.setTime(index, field, time);
  }

  setTime(index, field, time) {
    this.rows.show(index, field, time);
    if (this.cues[index][field] !== time) {
      this.apply(changed(this.cues, index, { [field]: time }), { index, redraw: false });
    }
  }

  press(event) {
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && !event.altKey && event.code === "KeyS") {
      event.preventDefault();
      this.save();
      return;
    }
    if (!event.altKey || isCommand || !KEYS[event.code] || this.root.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.command(KEYS[event.code]);
  }

  command(name) {
    const index = this.rows.current;
    const cue = this.cues[index];
    if (["undo", "redo"].includes(name)) this.goBack(name);
    else if (name === "save") this.save();
    else if (name === "add") this.add();
    else if (name === "next-fault") this.goToFault();
    else if (name === "previous") this.rows.focus(index - 1);
    else if (name === "next") this.rows.focus(index + 1);
    else if (!cue) this.say(this.words.choose_first);
    else if (name === "play") this.playback.play(this.cues, index);
    else if (name === "start-here") this.take("start");
    else if (name === "end-here") this.take("end");
    else if (name === "add-after") this.insert(addedAfter(this.cues, index, this.playback.limit));
    else if (name === "split") this.split(index);
    else if (name === "merge") this.merge(index);
    else if (name === "delete") this.remove(index);
  }

  /** Sets a time of the cue to where the player is. */
  take(field) {
    const { time } = this.playback;
    if (time !== null) this.setTime(this.rows.current, field, time);
  }

  add() {
    const last = this.cues.length - 1;
    const after = last < 0 ? 0 : shownEnd(this.cues, last);
    this.insert(added(this.cues, this.playback.time ?? after, this.playback.limit));
  }

  insert({ cues, index }) {
    this.apply(cues, { index, text: this.words.added });
  }

  split(index) {
    const { selectionStart } = this.rows.field(index, "text");
    this.apply(split(this.cues, index, selectionStart, this.playback.time), {
      index: index + 1, text: this.words.split,
    });
  }

  merge(index) {
    if (index + 1 >= this.cues.length) return;
    this.apply(merged(this.cues, index), { index, text: this.words.merged });
  }

  remove(index) {
    this.apply(removed(this.cues, index), { index, text: this.words.deleted });
    if (!this.cues.length) this.root.querySelector("[data-command=add]").focus();
  }

  goBack(name) {
    if (!this.history[name]()) return;
    this.rows.draw(this.cues);
    this.rows.focus(this.rows.current);
    this.say(this.words[name === "undo" ? "undone" : "redone"]);
    this.afterChange();
  }

  /** Makes a step that can be undone, and goes to a cue. */
  apply(cues, { index, text = "", redraw = true }) {
    this.history.change(cues);
    if (redraw) {
      this.rows.draw(cues);
      this.rows.focus(Math.min(index, cues.length - 1));
    }
    if (text) this.say(text.replace("{number}", index + 1));
    this.afterChange();
  }

  afterChange() {
    if (this.isDirty) this.draft.write(this.cues, this.version);
    else this.draft.forget();
    this.showState();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), CHECK_AFTER_MS);
  }

  /** Shows the texts on the picture and asks for warnings. */
  async look() {
    this.playback.showTexts(this.cues);
    this.turn += 1;
    const turn = this.turn;
    try {
      const faults = await this.server.check(this.cues);
      if (turn === this.turn) this.warn(faults);
    } catch (error) {
      if (!(error instanceof NotSaved)) throw error;
      // Saving will say what is wrong.
    }
  }

  warn(faults) {
    this.faults = faults;
    this.rows.warn(faults);
    const cues = new Set(faults.map((fault) => fault.cue)).size;
    this.find("fault-count").textContent = cues
      ? this.words.warnings.replace("{count}", cues) : this.words.no_warnings;
    this.root.querySelector("[data-command=next-fault]").disabled = !cues;
  }

  goToFault() {
    const faulty = [...new Set(this.faults.map((fault) => fault.cue))].toSorted((a, b) => a - b);
    this.rows.focus(faulty.find((cue) => cue > this.rows.current) ?? faulty[0]);
  }

  followPlayer(time) {
    const shown = this.cues.flatMap((cue, index) => (
      cue.start <= time && time < shownEnd(this.cues, index) ? [index] : []
    ));
    const isTyping = this.rows.list.contains(document.activeElement);
    this.rows.mark(shown, { follow: !isTyping });
  }

  async save(version = this.version) {
    if (this.isSaving) return;
    const sent = this.cues;
    this.isSaving = true;
    this.tell("");
    this.showState();
    try {
      this.accept(await this.server.save(sent, version), sent);
    } catch (error) {
      if (!(error instanceof NotSaved)) throw error;
      await this.explain(error);
    } finally {
      this.isSaving = false;
      this.showState();
    }
  }

  /** Takes over what the server made of the cues, unless somebody typed on meanwhile. */
  accept(state, sent) {
    this.version = state.version;
    this.server.token = state.csrf_token;
    this.saved = state.cues;
    if (areEqual(this.cues, sent)) {
      if (!areEqual(sent, state.cues)) this.replace(state.cues);
      this.draft.forget();
      this.turn += 1;
      this.warn(state.faults);
    } else {
      this.draft.write(this.cues, this.version);
    }
    this.say(this.words.saved);
  }

  replace(cues) {
    const isInside = this.rows.list.contains(document.activeElement);
    const field = document.activeElement?.dataset?.field;
    this.history.change(cues);
    this.rows.draw(cues);
    if (isInside) this.rows.focus(this.rows.current, field);
    this.playback.showTexts(cues);
  }

  async explain(error) {
    if (error.reason === "changed") {
      this.isSaving = false;
      await this.settleConflict(error.current);
      return;
    }
    const text = {
      "signed out": this.words.signed_out,
      offline: this.words.offline,
      refused: error.text || this.words.refused,
    }[error.reason];
    this.tell(text, { offerSignIn: error.reason === "signed out" });
  }

  /** Lets the editor choose between both versions; neither is lost. */
  async settleConflict(current) {
    const dialog = this.find("conflict");
    dialog.querySelector("[data-who]").textContent = (current.saved_by ? this.words.changed_by : this.words.changed)
      .replace("{name}", current.saved_by).replace("{time}", current.saved_at);
    dialog.returnValue = "";
    dialog.showModal();
    await new Promise((resolve) => { dialog.addEventListener("close", resolve, { once: true }); });
    if (dialog.returnValue === "mine") {
      const mine = this.cues;
      this.history.change(current.cues);
      this.history.change(mine);
      await this.save(current.version);
    } else if (dialog.returnValue === "theirs") {
      this.version = current.version;
      this.server.token = current.csrf_token;
      this.saved = current.cues;
      this.replace(current.cues);
      this.say(this.words.took_theirs);
      this.afterChange();
    }
  }

  offerDraft() {
    const draft = this.draft.read();
    if (!draft || !Array.isArray(draft.cues) || areEqual(draft.cues, this.cues)) {
      this.draft.forget();
      return;
    }
    const offer = this.find("draft");
    offer.querySelector("[data-draft-time]").textContent = new Date(draft.at).toLocaleString(document.documentElement.lang);
    offer.hidden = false;
    offer.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-choice]")?.dataset.choice;
      if (!choice) return;
      offer.hidden = true;
      if (choice === "restore") {
        // Saved against the version it was made from, so that a later one of others is noticed.
        this.version = draft.version;
        this.apply(draft.cues, { index: 0, text: this.words.restored });
      } else {
        this.draft.forget();
      }
    });
  }

  showState() {
    const state = this.isSaving ? "saving" : this.isDirty ? "unsaved" : "all_saved";
    this.find("state").textContent = this.words[state];
    this.root.querySelector("[data-command=undo]").disabled = !this.history.past.length;
    this.root.querySelector("[data-command=redo]").disabled = !this.history.future.length;
  }

  /** Shows what went wrong until it is right again. */
  tell(text, { offerSignIn = false } = {}) {
    const box = this.find("trouble");
    box.querySelector("[data-trouble-text]").textContent = text;
    box.querySelector("[data-sign-in]").hidden = !offerSignIn;
    box.hidden = !text;
  }

  /** Tells readers of the screen what has happened. */
  say(text) {
    this.find("status").textContent = text;
  }
}

new Editor(document.querySelector("[data-track-editor]"));
