// What opens beside the channel: one panel at a time.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { keep, recall } from "./kept.js";

/** The panels of `place`, each opened by its own button; `panels` are `{name, title, button, body, shown()}`. */
export class Panels {
  constructor(place, panels) {
    this.place = place;
    this.panels = panels;
    this.heading = el("h2", { id: "panel-title", tabindex: -1 });
    const close = el("button", { type: "button", class: "round", "aria-label": "Close", onclick: () => this.close() }, icon("close"));
    this.body = el("div", { class: "panel-body" });
    place.setAttribute("aria-labelledby", this.heading.id);
    place.append(el("div", { class: "panel-head" }, this.heading, close), this.body);
    for (const panel of panels) {
      panel.button.addEventListener("click", () => (this.current === panel ? this.close() : this.open(panel.name, true)));
    }
    place.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.stopPropagation();
      this.close();
    });
  }

  /** Opens a panel; the focus goes there where the person asked for it. */
  open(name, asked = false) {
    this.current = this.panels.find((panel) => panel.name === name);
    this.heading.textContent = this.current.title;
    this.body.replaceChildren(this.current.body);
    this.place.hidden = false;
    this.mark();
    this.current.shown();
    if (asked) this.heading.focus();
  }

  close() {
    const button = this.current?.button;
    this.current = null;
    this.place.hidden = true;
    this.mark();
    button?.focus();
  }

  /** Whether the keyboard is in what is open. */
  hasFocus() {
    return this.place.contains(document.activeElement);
  }

  isOpen(name) {
    return this.current?.name === name;
  }

  /** Opens what was open when this run of the page was last seen; `first` where it never was. */
  again(run, first) {
    const kept = recall("panel", {});
    const name = kept.run === run ? kept.name : first;
    this.run = run;
    if (name && this.panels.some((panel) => panel.name === name && !panel.button.hidden)) this.open(name);
  }

  mark() {
    for (const panel of this.panels) panel.button.setAttribute("aria-expanded", String(panel === this.current));
    keep("panel", { run: this.run, name: this.current?.name ?? "" });
  }
}
