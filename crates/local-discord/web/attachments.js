// Files that go along with a message.

import { el } from "./dom.js";
import { icon } from "./icons.js";

/** The most files of one message. */
const MOST = 10;

/** A button that adds files, and the list of those that were added; `refuse(words)` tells why one is not. */
export class Attachments {
  constructor(refuse) {
    this.files = [];
    this.refuse = refuse;
    this.picker = el("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files for the message" });
    this.picker.addEventListener("change", () => {
      this.add(this.picker.files);
      this.picker.value = "";
    });
    this.button = el("button", { type: "button", class: "round", "aria-label": "Add files", title: "Add files", onclick: () => this.picker.click() }, icon("attach"));
    this.list = el("ul", { class: "chips", "aria-label": "Files of the message", hidden: true });
  }

  add(files) {
    const all = [...this.files, ...files];
    this.refuse(all.length > MOST ? `A message has at most ${MOST} files` : "");
    this.files = all.slice(0, MOST);
    this.show();
  }

  /** Takes all files out, and gives them. */
  take() {
    const { files } = this;
    this.files = [];
    this.show();
    return files;
  }

  show() {
    const chips = this.files.map((file) => {
      const remove = () => {
        this.files = this.files.filter((other) => other !== file);
        this.show();
        this.button.focus();
      };
      const words = el("span", { dir: "auto" }, file.name);
      return el("li", { class: "chip" }, icon("file"), words, el("button", { type: "button", class: "round", "aria-label": `Take out ${file.name}`, onclick: remove }, icon("close")));
    });
    this.list.replaceChildren(...chips);
    this.list.hidden = chips.length === 0;
  }
}
