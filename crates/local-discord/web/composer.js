// Where one writes: a message, or after `/` a command with its options.

import { begun, leaves, matching, pairs } from "./command.js";
import { el } from "./dom.js";
import { Field } from "./field.js";
import { Listbox } from "./listbox.js";

/** The composer; `act` has `say(text)`, `slash(path, options)` and `complete(path, options, option, text)`, which reject with words for the person. */
export class Composer {
  constructor(place, act) {
    this.act = act;
    this.commands = [];
    this.view = null;
    this.leaf = null;
    this.fields = [];

    this.input = el("textarea", {
      id: "composer",
      rows: 1,
      dir: "auto",
      maxlength: 2000,
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-label": "Message, or / for commands",
    });
    this.list = new Listbox(this.input, "Commands", (index) => this.choose(this.rows[index]));
    this.notice = el("p", { class: "notice", role: "alert" });
    this.command = el("div", { class: "command", hidden: true });
    this.popups = el("div", { class: "popups" }, this.list.element);
    const send = el("button", { class: "button button-primary send", type: "submit" }, "Send");
    this.form = el("form", { class: "composer-form" }, this.popups, this.notice, el("div", { class: "composer-line" }, this.input, this.command, send));
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
  }

  /** Where it writes to; `commands` are those that this person is offered there. */
  open({ name, writable, commands, view }) {
    this.commands = leaves(commands);
    this.view = view;
    this.input.disabled = !writable && commands.length === 0;
    this.input.placeholder = writable ? `Message ${name} or type /` : "You can’t write here";
    if (document.activeElement === this.input) this.offer();
  }

  /** Forgets what was typed: it was for another place or person. */
  clear() {
    this.say("");
    if (this.leaf) this.leave("");
    this.input.value = "";
    this.list.close();
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
        this.say(refused.message);
        return [];
      });
    const acts = { complete, send: () => this.send() };
    this.fields = leaf.options.map((option) => new Field(option, this.view, acts));
    const leave = el("button", { type: "button", class: "plain leave", "aria-label": `Leave ${leaf.name}`, onclick: () => this.leave("") }, "×");
    const head = el("button", { type: "button", class: "command-name", title: leaf.description }, leaf.name);
    head.addEventListener("keydown", (event) => {
      if (event.key === "Backspace") this.leave(leaf.name);
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.send();
    });
    this.command.replaceChildren(head, ...this.fields.map(({ element }) => element), leave);
    this.popups.replaceChildren(this.list.element, ...this.fields.map(({ list }) => list.element));
    for (const field of this.fields) {
      const { input } = field;
      input.addEventListener("input", ({ isComposing }) => isComposing || this.spread(field, input.value));
      input.addEventListener("keydown", (event) => {
        if (event.key === "Backspace" && !input.value && input === this.fields[0].input) {
          event.preventDefault();
          this.leave(leaf.name);
        }
      });
    }
    this.input.hidden = true;
    this.input.value = "";
    this.command.hidden = false;
    this.focus();
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
    }
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
    this.input.value = text;
    this.input.focus();
  }

  /** The options that hold something, but for the one that is being completed. */
  filled(but) {
    return this.fields
      .filter(({ option, input }) => option !== but && input.value.trim())
      .map((field) => ({ option: field.option, ...field.value() }))
      .filter(({ value }) => value !== undefined)
      .map(({ option, value }) => ({ name: option.name, type: option.type, value }));
  }

  async send() {
    if (this.leaf) return this.sendCommand();
    const text = this.input.value;
    if (!text.trim()) return;
    if (text.startsWith("/")) return this.say("There is no such command here");
    this.input.value = "";
    await this.act.say(text).then(
      () => this.say(""),
      (refused) => {
        if (!this.input.value) this.input.value = text;
        this.say(refused.message);
      },
    );
  }

  async sendCommand() {
    const wrong = this.fields.find((field) => field.value().problem);
    if (wrong) return wrong.input.focus();
    const { leaf, fields } = this;
    const options = this.filled(null);
    const before = fields.map(({ input, picked }) => ({ text: input.value, picked }));
    this.leave("");
    this.say("");
    this.form.classList.add("waiting");
    await this.act
      .slash(leaf.path, options)
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
    for (const [index, { text, picked }] of before.entries()) {
      this.fields[index].input.value = text;
      this.fields[index].picked = picked;
    }
  }
}
