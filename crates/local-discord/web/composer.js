// Where one writes: a message, or after `/` a command with its options.

import { Attachments } from "./attachments.js";
import { begun, leaves, matching, pairs, TYPE } from "./command.js";
import { el } from "./dom.js";
import { Field } from "./field.js";
import { FileField } from "./filefield.js";
import { Listbox } from "./listbox.js";

/** How many options are all shown, and how many of more. */
const MOST_FIELDS = 5;
const FIRST_FIELDS = 3;

/** The composer; `act` has `say(text, files)`, `slash(path, options, files)` and `complete(path, options, option, text)`, which reject with words for the person. */
export class Composer {
  constructor(place, act) {
    this.act = act;
    this.commands = [];
    this.place = null;
    this.leaf = null;
    this.fields = [];

    this.input = el("textarea", {
      id: "composer",
      rows: 1,
      dir: "auto",
      maxlength: 2000,
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-label": "Message, or / for commands",
    });
    this.list = new Listbox(this.input, "Commands", (index) => this.choose(this.rows[index]));
    this.notice = el("p", { class: "notice", role: "alert" });
    this.command = el("div", { class: "command", hidden: true });
    this.popups = el("div", { class: "popups" }, this.list.element);
    const send = el("button", { class: "button button-primary send", type: "submit" }, "Send");
    this.attached = new Attachments((words) => this.say(words));
    const { button, picker, list } = this.attached;
    const line = el("div", { class: "composer-line" }, button, picker, this.input, this.command, send);
    this.form = el("form", { class: "composer-form" }, this.popups, this.notice, list, line);
    place.append(this.form);

    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.leaf) this.leave("");
    });
    this.input.addEventListener("input", () => this.offer());
    this.input.addEventListener("blur", () => this.list.close());
    this.input.addEventListener("focus", () => this.offer());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("paste", (event) => {
      if (event.clipboardData.files.length > 0) this.drop(event.clipboardData.files);
    });
  }

  /** Where it writes to, as the person called `me`; `commands` are those that they are offered there, `place` what there is in the guild. */
  open({ me, writable, commands, place }) {
    this.commands = leaves(commands);
    this.place = place;
    this.input.disabled = !writable && this.commands.length === 0;
    this.input.placeholder = writable ? `Write as ${me}, or type /` : this.input.disabled ? "You can’t write here" : `Only commands here: type /, as ${me}`;
    this.attached.button.disabled = !writable;
    if (document.activeElement === this.input) this.offer();
  }

  /** Forgets what was typed: it was for another place or person. */
  clear() {
    this.say("");
    if (this.leaf) this.leave("");
    this.input.value = "";
    this.attached.take();
    this.list.close();
  }

  /** Puts a text in it as if it had been typed, and a file into the option that takes it. */
  type(text, file) {
    if (this.leaf) this.leave("");
    this.input.value = text;
    this.focus();
    this.offer();
    if (file) this.fields.find(({ option }) => option.name === file.option)?.take(new File([file.text], file.name, { type: "text/plain" }));
  }

  /** Takes files that were dropped or pasted: for the command's option, or for the message. */
  drop(files) {
    const field = this.fields.find(({ option }) => option.type === TYPE.file);
    if (field) field.take(files[0]);
    else if (!this.leaf && !this.attached.button.disabled) this.attached.add(files);
  }

  /** Goes on where it is being written. */
  focus() {
    (this.fields[0]?.input ?? (this.leaf ? this.command.firstElementChild : this.input)).focus();
  }

  say(words) {
    this.notice.textContent = words;
  }

  offer() {
    const typed = this.input.value;
    if (!typed.startsWith("/") || typed.includes("\n")) return this.list.close();
    this.rows = matching(this.commands, typed);
    const command = begun(this.commands, typed);
    if (command) {
      this.choose(command.leaf);
      return this.fields[0] && this.spread(this.fields[0], command.rest);
    }
    this.list.show(this.rows, 0);
  }

  key(event) {
    if (event.isComposing) return;
    if (this.list.move(event)) event.preventDefault();
    else if ((event.key === "Enter" || event.key === "Tab") && this.list.open && !event.shiftKey) {
      event.preventDefault();
      this.choose(this.rows[this.list.active]);
    } else if (event.key === "Escape") this.list.close();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
  }

  /** Goes on to the options of a command. */
  choose(leaf) {
    this.leaf = leaf;
    this.say("");
    this.list.close();
    const complete = (option, text) =>
      this.act.complete(leaf.path, this.filled(option), option.name, text).catch((refused) => {
        // Of a command that was left or sent meanwhile it is of no concern.
        if (this.fields === fields) this.say(refused.message);
        return [];
      });
    const acts = { complete, send: () => this.send() };
    const fields = leaf.options.map((option) => (option.type === TYPE.file ? new FileField(option, acts) : new Field(option, this.place, acts)));
    this.fields = fields;
    const leave = el("button", { type: "button", class: "plain leave", "aria-label": `Leave ${leaf.name}`, onclick: () => this.leave("") }, "×");
    const head = el("button", { type: "button", class: "command-name", title: leaf.description }, leaf.name);
    head.addEventListener("keydown", (event) => {
      if (event.key === "Backspace") this.leave(leaf.name);
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.send();
    });
    this.more = el("button", { type: "button", class: "plain", onclick: () => this.unfold() });
    this.command.replaceChildren(head, ...this.fields.map(({ element }) => element), this.more, leave);
    this.fold();
    this.popups.replaceChildren(this.list.element, ...this.fields.flatMap(({ list }) => (list ? [list.element] : [])));
    for (const field of this.fields) {
      const { input } = field;
      if (field.option.type !== TYPE.file) input.addEventListener("input", ({ isComposing }) => isComposing || this.spread(field, input.value));
      input.addEventListener("keydown", (event) => {
        if (event.key === "Backspace" && !input.value && input === this.fields[0].input) {
          event.preventDefault();
          this.leave(leaf.name);
        }
      });
    }
    this.input.hidden = true;
    this.input.value = "";
    this.attached.button.hidden = true;
    this.command.hidden = false;
    this.focus();
  }

  /** Hides what is optional where there is much of it, but for the first few fields. */
  fold() {
    const many = this.fields.length > MOST_FIELDS;
    for (const [at, { option, element }] of this.fields.entries()) element.hidden = many && !option.required && at >= FIRST_FIELDS;
    this.count();
  }

  unfold() {
    const first = this.fields.find(({ element }) => element.hidden);
    for (const { element } of this.fields) element.hidden = false;
    this.count();
    first?.input.focus();
  }

  /** Says how many fields are hidden. */
  count() {
    const hidden = this.fields.filter(({ element }) => element.hidden);
    this.more.textContent = `${hidden.length} more`;
    this.more.title = hidden.map(({ option }) => option.name).join(", ");
    this.more.hidden = hidden.length === 0;
  }

  /** Puts `name: value` pairs that were typed or pasted into one field into those of their names. */
  spread(field, text) {
    const { rest, values } = pairs(text, this.leaf.options);
    if (values.length === 0 && text === field.input.value) return;
    field.write(rest);
    let last = field;
    for (const { name, value } of values) {
      last = this.fields.find(({ option }) => option.name === name);
      last.write(value);
      last.element.hidden = false;
    }
    this.count();
    last.input.focus();
    last.offer();
  }

  /** Back to writing, with `text` in it. */
  leave(text) {
    for (const field of this.fields) field.close();
    this.leaf = null;
    this.fields = [];
    this.command.hidden = true;
    this.command.replaceChildren();
    this.popups.replaceChildren(this.list.element);
    this.input.hidden = false;
    this.attached.button.hidden = false;
    this.input.value = text;
    this.input.focus();
  }

  /** The options that hold something, but for the one that is being completed; files by their number among `files`, left out where there is none. */
  filled(but, files = null) {
    const full = this.fields.filter((field) => field.option !== but && !field.empty);
    return full.map((field) => field.carry(files)).filter(Boolean);
  }

  async send() {
    if (this.leaf) return this.sendCommand();
    const text = this.input.value;
    if (!text.trim() && this.attached.files.length === 0) return;
    if (text.startsWith("/")) return this.say("There is no such command here");
    this.input.value = "";
    const files = this.attached.take();
    await this.act.say(text, files).then(
      () => this.say(""),
      (refused) => {
        if (!this.input.value) this.input.value = text;
        this.attached.add(files);
        this.say(refused.message);
      },
    );
  }

  async sendCommand() {
    const wrong = this.fields.find((field) => field.value().problem);
    if (wrong) return wrong.input.focus();
    const { leaf, fields } = this;
    const files = [];
    const options = this.filled(null, files);
    const before = fields.map((field) => field.state());
    this.leave("");
    this.say("");
    this.form.classList.add("waiting");
    await this.act
      .slash(leaf.path, options, files)
      .catch((refused) => {
        this.restore(leaf, before);
        this.say(`${leaf.name}: ${refused.message}`);
      })
      .finally(() => this.form.classList.remove("waiting"));
  }

  /** Puts a refused command back, unless something else was begun. */
  restore(leaf, before) {
    if (this.leaf || this.input.value) return;
    this.choose(leaf);
    for (const [index, state] of before.entries()) this.fields[index].restore(state);
    for (const field of this.fields) field.element.hidden &&= field.empty;
    this.count();
  }
}
