// An option of the command that is being typed which takes a file.

import { el, freshId } from "./dom.js";

/** As a `Field`, for a file; `send()` sends the command. */
export class FileField {
  constructor(option, { send }) {
    this.option = option;
    const id = freshId("option");
    this.input = el("input", { id, type: "file", title: option.description, "aria-description": option.description });
    this.problem = el("span", { class: "field-problem", role: "alert" });
    this.element = el("div", { class: "option-field option-file" }, el("label", { for: id }, option.name), this.input, this.problem);
    /** It offers nothing by itself. */
    this.list = null;
    this.input.addEventListener("change", () => (this.problem.textContent = ""));
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || this.empty) return;
      event.preventDefault();
      send();
    });
  }

  get empty() {
    return this.input.files.length === 0;
  }

  /** The file, or what is wrong: as `valueOf`. */
  value() {
    const read = this.empty ? (this.option.required ? { problem: "This option is required" } : {}) : { file: this.input.files[0] };
    this.problem.textContent = read.problem ?? "";
    return read;
  }

  /** What the command carries of it: the file's number among `files`; null where none go along. */
  carry(files) {
    return files && { name: this.option.name, type: this.option.type, value: files.push(this.input.files[0]) - 1 };
  }

  /** Puts a file in it. */
  take(file) {
    const carried = new DataTransfer();
    carried.items.add(file);
    this.input.files = carried.files;
    this.problem.textContent = "";
  }

  state() {
    return this.input.files[0] ?? null;
  }

  restore(file) {
    if (file) this.take(file);
  }

  /** What was typed where only a file can be. */
  write(text) {
    this.problem.textContent = text ? "Choose a file here" : "";
  }

  offer() {}

  close() {}
}
