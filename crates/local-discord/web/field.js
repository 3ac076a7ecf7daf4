// One option of the command that is being typed.

import { holding, named, offered, valueOf } from "./command.js";
import { el, freshId } from "./dom.js";
import { Listbox } from "./listbox.js";

/** How long typing must rest before completions are asked for, in milliseconds. */
const REST = 150;

/** An input with its list: `complete(option, text)` gives the bot's completions, `send()` sends the command. */
export class Field {
  constructor(option, place, { complete, send }) {
    this.option = option;
    this.choices = offered(option, place);
    this.complete = complete;
    this.send = send;
    this.rows = [];
    this.asked = 0;
    this.picked = null;

    const id = freshId("option");
    this.input = el("input", {
      id,
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      dir: "auto",
      placeholder: option.required ? "required" : "optional",
      title: option.description,
      inputmode: this.numeric ? "decimal" : null,
      "aria-description": option.description,
      "aria-required": String(Boolean(option.required)),
    });
    if (this.choices || option.autocomplete) {
      this.input.setAttribute("role", "combobox");
      this.input.setAttribute("aria-autocomplete", "list");
    }
    this.list = new Listbox(this.input, `Choices for ${option.name}`, (index) => this.pick(index));
    this.problem = el("span", { class: "field-problem", role: "alert" });
    this.hint = el("span", { class: "visually-hidden", role: "status" });
    this.element = el("div", { class: "option-field" }, el("label", { for: id }, option.name), this.input, this.hint, this.problem);

    this.input.addEventListener("focus", () => this.offer());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("input", () => {
      this.picked = null;
      this.problem.textContent = "";
      this.offer(REST);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  get numeric() {
    return !this.choices && (this.option.type === 4 || this.option.type === 10);
  }

  /** What the command carries of it: as `valueOf`. */
  value() {
    const read = this.picked ? { value: this.picked.value } : valueOf(this.option, this.input.value, this.choices);
    this.problem.textContent = read.problem ?? "";
    this.input.setAttribute("aria-invalid", String(Boolean(read.problem)));
    return read;
  }

  get empty() {
    return !this.input.value.trim();
  }

  /** What the command carries of it; null where that is nothing. */
  carry() {
    const { value } = this.value();
    return value === undefined ? null : { name: this.option.name, type: this.picked?.type ?? this.option.type, value };
  }

  /** What is in it, for `restore`. */
  state() {
    return { text: this.input.value, picked: this.picked };
  }

  restore({ text, picked }) {
    this.input.value = text;
    this.picked = picked;
  }

  /** Puts a text in it; a choice that is named in full is picked. */
  write(text) {
    this.input.value = text;
    this.picked = this.choices ? named(this.choices, text) : null;
    this.problem.textContent = "";
  }

  /** Shows what can be chosen for what is typed. */
  async offer(rest = 0) {
    clearTimeout(this.timer);
    if (this.choices) {
      this.show(holding(this.choices, this.picked ? "" : this.input.value));
    } else if (this.option.autocomplete) {
      this.timer = setTimeout(() => this.ask(), rest);
    }
  }

  async ask() {
    this.asked += 1;
    const asked = this.asked;
    const rows = await this.complete(this.option, this.input.value);
    // A later answer, or another field, has overtaken it.
    if (asked === this.asked && document.activeElement === this.input) this.show(rows);
  }

  show(rows) {
    this.rows = rows;
    const none = rows.length === 0 && this.input.value.trim() ? "Nothing matches" : "";
    this.hint.textContent = none;
    const shown = rows.map(({ name }) => ({ name, selected: name === this.picked?.name }));
    this.list.show(shown, this.input.value && !this.picked ? 0 : -1, none);
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.hint.textContent = "";
    this.list.close();
  }

  pick(index) {
    this.picked = this.rows[index];
    this.input.value = this.picked.name;
    this.problem.textContent = "";
    this.close();
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key.startsWith("Arrow") && !this.list.open && event.key !== "ArrowLeft" && event.key !== "ArrowRight") this.offer();
    if (this.list.move(event)) event.preventDefault();
    else if (event.key === "Enter") {
      event.preventDefault();
      if (this.list.open && this.list.active >= 0) this.pick(this.list.active);
      else this.send();
    } else if (event.key === "Tab" && !event.shiftKey && this.list.open && this.list.active >= 0) {
      this.pick(this.list.active);
    } else if (event.key === "Escape" && this.list.open) {
      event.stopPropagation();
      this.close();
    }
  }
}
