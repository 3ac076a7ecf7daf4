// The guided start as the page shows it.

import { el } from "./dom.js";
import { advance, settle, usable } from "./guide.js";
import { icon } from "./icons.js";
import { keep, recall } from "./kept.js";
import { prose } from "./prose.js";

/** The panel; `act` does what steps offer: `type(text, file)`, `become(name)`, `open(channel)`, `clock()`; `standing()` gives what holds now, as signs. */
export class GuidePanel {
  constructor(button, act) {
    this.act = act;
    this.title = "Guided start";
    this.name = "guide";
    this.button = button;
    this.all = [];
    this.steps = [];
    this.at = 0;
    this.news = el("p", { class: "visually-hidden", role: "status" });
    this.count = el("p", { class: "panel-note" });
    this.list = el("ol", { class: "steps" });
    this.again = el("button", { type: "button", class: "plain again", onclick: () => this.go(0) }, "Begin again");
    this.body = el("div", { class: "panel-stack guide" }, this.news, this.count, this.list, this.again);
  }

  /** Takes over the steps of a setup; where one was in this run of it is remembered. */
  begin(steps, run) {
    this.all = steps;
    this.run = run;
    this.button.hidden = steps.length === 0;
    const kept = recall("guide", {});
    this.at = kept.run === run ? kept.at : 0;
  }

  /** Takes over what the bot registered, and looks at what holds now. */
  update(registered) {
    this.steps = usable(this.all, registered);
    this.go(settle(this.steps, Math.min(this.at, this.steps.length), this.act.standing()));
  }

  /** Something happened; gives whether it brought another step. */
  observe(event) {
    const next = advance(this.steps, this.at, event, this.act.standing());
    const moved = next !== this.at;
    if (moved) this.go(next);
    return moved;
  }

  shown() {}

  go(at) {
    const moved = at !== this.at;
    this.at = at;
    keep("guide", { run: this.run, at });
    const focused = this.list.contains(document.activeElement);
    this.list.replaceChildren(...this.steps.map((step, number) => this.row(step, number)), this.end());
    this.again.hidden = at === 0;
    this.count.textContent = at < this.steps.length ? `Step ${at + 1} of ${this.steps.length}, done as it happens` : "";
    const current = this.list.querySelector("[aria-current]");
    if (moved && current) {
      this.news.textContent = `Done. Next: ${current.querySelector("h3").textContent}`;
      current.scrollIntoView({ block: "nearest" });
    }
    if (focused) current?.focus();
  }

  row(step, number) {
    const done = number < this.at;
    const mark = el("span", { class: "step-mark", "aria-hidden": "true" }, done ? icon("done") : String(number + 1));
    const title = el("h3", {}, step.title, done && el("span", { class: "visually-hidden" }, " (done)"));
    if (number !== this.at) return el("li", { class: done ? "step done" : "step" }, mark, title);
    const stranger = step.person && !this.act.standing().some((event) => event.sign === "became" && event.person === step.person);
    const offered = stranger ? [{ offer: "become", label: `Become ${step.person}`, person: step.person }] : step.offers;
    const offers = offered.map((offer, at) => el("button", { type: "button", class: at === 0 ? "button button-primary" : "button button-secondary", onclick: () => this.do(offer) }, offer.label));
    const skip = el("button", { type: "button", class: "plain", onclick: () => this.go(settle(this.steps, number + 1, this.act.standing())) }, "Skip");
    return el("li", { class: "step", "aria-current": "step", tabindex: -1 }, mark, el("div", { class: "step-body" }, title, prose(step.text), el("div", { class: "row" }, offers, skip)));
  }

  end() {
    if (this.at < this.steps.length || this.steps.length === 0) return "";
    return el("li", { class: "step", "aria-current": "step", tabindex: -1 }, el("div", { class: "step-body" }, el("h3", {}, "That was the tour"), el("p", {}, "Everything stays here to go on with: be somebody else, move the clock, make trouble.")));
  }

  do(offer) {
    switch (offer.offer) {
      case "type":
        return this.act.type(offer.text, offer.file);
      case "become":
        return this.act.become(offer.person);
      case "open":
        return this.act.open(offer.channel);
      default:
        return this.act.clock();
    }
  }
}
