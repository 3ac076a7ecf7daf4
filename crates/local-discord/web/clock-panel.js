// The clock: what it shows, in which zone, and how it is moved.

import { format, now, setZone, timeZone } from "./clock.js";
import { el, freshId } from "./dom.js";
import { keep, recall } from "./kept.js";
import { daysOn, fieldOf, nextChange, readField, zones } from "./zone.js";

const HOUR = 3_600_000;

/** The panel and the button in the bar; `act` has `move(moment)`, which rejects with words, and `zoned()` after another zone was chosen. */
export class ClockPanel {
  constructor(button, act) {
    this.act = act;
    this.title = "Clock";
    this.name = "clock";
    this.button = button;
    this.face = button.querySelector(".bar-time");
    this.time = el("p", { class: "clock-time" });
    this.date = el("p", { class: "clock-date" });
    this.zone = el("select", { id: freshId("zone") });
    this.zone.addEventListener("change", () => {
      setZone(this.zone.value);
      keep("zone", timeZone());
      this.tick();
      this.fill();
      act.zoned();
    });
    this.problem = el("p", { class: "refusal", role: "alert" });
    this.next = this.mover("", () => Date.parse(this.state.next.at));
    this.day = this.mover("One day on", () => daysOn(now(), 1, timeZone()));
    this.change = this.mover("To the night the clocks change", () => this.eve());
    this.movers = el("div", { class: "panel-actions" }, this.next.element, this.day.element, this.change.element);
    this.field = el("input", { type: "datetime-local", id: freshId("moment"), max: "9999-12-31T23:59" });
    /** Whether a time was given here that the clock was not yet set to. */
    this.typed = false;
    this.field.addEventListener("input", () => (this.typed = true));
    const set = el("button", { type: "submit", class: "button button-secondary" }, "Set the clock");
    this.form = el("form", { class: "panel-form" }, el("label", { for: this.field.id }, "Any date and time"), this.field, set);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const moment = readField(this.field.value, timeZone());
      if (moment === null) this.problem.textContent = "Give a date and a time";
      else this.move(moment);
    });
    this.fixed = el("p", { class: "panel-note" }, "This clock is the machine’s: it can’t be moved here.");
    this.body = el(
      "div",
      { class: "panel-stack" },
      el("div", {}, this.time, this.date),
      el("div", { class: "panel-form" }, el("label", { for: this.zone.id }, "Time zone of this page"), this.zone),
      this.movers,
      this.form,
      this.problem,
      this.fixed,
    );
    this.state = {};
    setInterval(() => this.tick(), 1_000);
  }

  /** A button that moves the clock, with a line that says where to, or why not. */
  mover(label, where) {
    const line = el("span", { class: "mover-note", id: freshId("mover") });
    const button = el("button", { type: "button", class: "button button-secondary", "aria-describedby": line.id, onclick: () => this.move(where()) }, label);
    return { button, line, element: el("div", { class: "mover" }, button, line) };
  }

  /** Begins with the zone that was chosen here before, or the one that was set up. */
  begin(setUp) {
    setZone(setUp);
    setZone(recall("zone", ""));
    const all = zones();
    if (!all.includes(timeZone())) all.push(timeZone());
    this.zone.replaceChildren(...all.map((zone) => el("option", { value: zone }, zone)));
    this.tick();
  }

  shown() {
    this.fill();
  }

  /** Takes over what can be done with the clock. */
  update(state) {
    this.state = state;
    this.fill();
  }

  fill() {
    const controlled = this.state.runs !== null && this.state.runs !== undefined;
    for (const part of [this.movers, this.form]) part.hidden = !controlled;
    this.fixed.hidden = controlled;
    this.zone.value = timeZone();
    if (!this.typed) this.field.value = fieldOf(now(), timeZone());
    const { next, no_next: none } = this.state;
    this.next.button.textContent = `To ${next?.what ?? "what comes next"}`;
    this.next.button.disabled = !next;
    this.next.line.textContent = next ? format(Date.parse(next.at), "short") : (none ?? "");
    this.day.line.textContent = format(daysOn(now(), 1, timeZone()), "short");
    const eve = this.eve();
    this.change.button.disabled = eve === null;
    this.change.line.textContent = eve === null ? `The clocks of ${timeZone()} are not changed.` : this.told;
  }

  /** An hour before the clocks are next changed, in time to see it; null where they aren't. */
  eve() {
    const change = nextChange(now() + HOUR, timeZone());
    if (!change) return null;
    const by = Math.abs(change.by) / HOUR;
    const how = by === 1 ? "an hour" : `${by * 60} minutes`;
    this.told = `An hour before they go ${change.by > 0 ? "forward" : "back"} by ${how}: ${format(change.at - HOUR, "short")}`;
    return change.at - HOUR;
  }

  async move(moment) {
    this.problem.textContent = "";
    await this.act.move(new Date(moment).toISOString()).then(
      () => (this.typed = false),
      (refused) => (this.problem.textContent = refused.message),
    );
    this.fill();
  }

  tick() {
    const moment = now();
    const [time, day] = [format(moment, "t"), format(moment, "day")];
    if (this.time.textContent === time && this.date.textContent === day) return;
    this.time.textContent = time;
    this.date.textContent = day;
    this.face.replaceChildren(el("span", { class: "bar-date" }, `${format(moment, "date")} `), time);
  }
}
