// A list to choose from, under the keyboard of the element that owns it.

import { el, freshId } from "./dom.js";

/** A list whose owner keeps the focus: it says what is active by `aria-activedescendant`. */
export class Listbox {
  /** `owner` has the focus; `chosen(index)` is called for the item that is pressed. */
  constructor(owner, label, chosen) {
    this.owner = owner;
    this.chosen = chosen;
    this.active = -1;
    this.count = 0;
    this.element = el("ul", { class: "listbox", role: "listbox", id: freshId("list"), "aria-label": label, hidden: true });
    owner.setAttribute("aria-controls", this.element.id);
    this.expand();
    // The owner keeps its focus.
    this.element.addEventListener("pointerdown", (event) => event.preventDefault());
    this.element.addEventListener("click", (event) => {
      const index = [...this.element.children].indexOf(event.target.closest("[role=option]"));
      if (index >= 0 && index < this.count) this.chosen(index);
    });
  }

  get open() {
    return !this.element.hidden;
  }

  /** Shows rows of `{name, description, selected}`; where there are none, the words for it, or nothing. */
  show(rows, active = -1, none = "") {
    this.count = rows.length;
    this.element.replaceChildren(...(rows.length || !none ? rows.map(option) : [nothing(none)]));
    this.element.hidden = this.element.children.length === 0;
    this.expand();
    this.activate(Math.min(active, rows.length - 1));
  }

  close() {
    this.show([]);
  }

  /** Only a combobox says that it is open; a field of several lines can't be one. */
  expand() {
    if (this.owner.getAttribute("role") === "combobox") this.owner.setAttribute("aria-expanded", String(this.open));
  }

  activate(index) {
    this.active = index;
    for (const [at, item] of [...this.element.children].entries()) item.classList.toggle("active", at === index);
    const item = this.element.children[index];
    if (item) {
      this.owner.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      this.owner.removeAttribute("aria-activedescendant");
    }
  }

  /** Moves by the arrow keys, Home and End; whether the key was one of them. With Shift and the like they are the text's. */
  move({ key, shiftKey, ctrlKey, altKey, metaKey }) {
    const last = this.count - 1;
    const next = {
      ArrowDown: this.active >= last ? 0 : this.active + 1,
      ArrowUp: this.active <= 0 ? last : this.active - 1,
      Home: 0,
      End: last,
      PageDown: Math.min(last, this.active + 8),
      PageUp: Math.max(0, this.active - 8),
    }[key];
    if (last < 0 || next === undefined || shiftKey || ctrlKey || altKey || metaKey) return false;
    this.activate(next);
    return true;
  }
}

function nothing(words) {
  return el("li", { class: "option option-none", role: "option", "aria-disabled": "true" }, words);
}

function option({ name, description, selected }) {
  const properties = { class: "option", role: "option", id: freshId("option"), "aria-selected": String(Boolean(selected)) };
  const line = description && el("span", { class: "option-description", dir: "auto" }, description);
  return el("li", properties, el("span", { class: "option-name", dir: "auto" }, name), line);
}
