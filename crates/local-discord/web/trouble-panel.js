// What goes wrong at a click, and how the bot takes it.

import { el, freshId } from "./dom.js";
import { placeName } from "./names.js";

const LIMITED = 2;
/** An id in an address. */
const ID = /\d{15,}/gu;
const PERMISSIONS = [
  ["view", "See the channel"],
  ["send", "Send messages"],
  ["files", "Attach files"],
  ["history", "Read its history"],
  ["threads", "Begin threads"],
];

/** The panel; `act` has `run(runs)`, `down(is)`, `limit(requests)` and `permit(permission, given)`. */
export class TroublePanel {
  constructor(button, act) {
    this.title = "Trouble";
    this.name = "trouble";
    this.button = button;
    this.problem = el("p", { class: "refusal", role: "alert" });
    const doing = (deed) => deed.then(
      () => (this.problem.textContent = ""),
      (refused) => (this.problem.textContent = refused.message),
    );
    this.bot = el("p", { class: "bot-state", role: "status" });
    this.kill = el("button", { type: "button", class: "button button-secondary", onclick: () => doing(act.run(!this.runs)) });
    this.killNote = el("p", { class: "panel-note" });
    this.reachable = control("Discord is there for the bot", (on) => doing(act.down(!on)));
    this.limit = el("button", { type: "button", class: "button button-secondary", onclick: () => doing(act.limit(this.limited > 0 ? 0 : LIMITED)) });
    this.limitNote = el("p", { class: "panel-note", role: "status" });
    this.permissions = PERMISSIONS.map(([name, words]) => ({ name, ...control(words, (on) => doing(act.permit(name, on))) }));
    this.where = el("legend", {});
    this.fieldset = el("fieldset", { class: "panel-set" }, this.where, this.permissions.map(({ element }) => element));
    this.requests = el("ol", { class: "requests", "aria-label": "What the bot asked of Discord, newest first" });
    this.body = el(
      "div",
      { class: "panel-stack" },
      el("div", { class: "panel-actions" }, this.bot, this.kill, this.killNote),
      el("div", { class: "panel-actions" }, this.reachable.element, this.limit, this.limitNote),
      this.fieldset,
      this.problem,
      el("div", {}, el("h3", {}, "What the bot asked"), this.requests),
    );
    this.limited = 0;
  }

  shown() {}

  /** Takes over what stands beside the world. */
  update({ connected, runs, down, limited, requests }, name) {
    this.bot.textContent = `${name} is ${connected ? "connected" : "not connected"}`;
    this.bot.classList.toggle("gone", !connected);
    this.runs = runs;
    for (const part of [this.kill, this.killNote]) part.hidden = runs === null;
    this.kill.textContent = runs ? "Kill the bot" : "Start it again";
    this.killNote.textContent = runs ? "Its process ends at once, as in a crash: nothing it is doing is finished." : "Its process is gone. Started again, it goes on from what it had written down.";
    this.reachable.input.checked = !down;
    this.limited = limited;
    this.limit.textContent = limited > 0 ? "Let its requests through again" : `Rate-limit its next ${LIMITED} requests`;
    this.limitNote.textContent = limited > 0 ? `${limited} to come: each is answered 429, to be tried again after a second` : "";
    const rows = requests.map(({ method, path, status }) => {
      const bad = status === 0 || status >= 400;
      const outcome = el("span", { class: bad ? "status bad" : "status" }, status === 0 ? "lost" : String(status));
      return el("li", {}, outcome, el("code", {}, `${method} `, foldable(path.replace(ID, placeName))));
    });
    this.requests.replaceChildren(...(rows.length > 0 ? rows : [el("li", {}, "Nothing yet")]));
  }

  /** Takes over the channel whose permissions are shown. */
  open(channel) {
    this.fieldset.hidden = !channel || channel.guild === null;
    this.where.textContent = channel ? `In ${channel.title} the bot may` : "";
    for (const { name, input } of this.permissions) input.checked = Boolean(channel?.bot?.includes(name));
  }
}

/** An address that a line may end in behind each slash. */
const foldable = (path) => path.split(/(?<=\/)/u).flatMap((part) => [part, el("wbr")]);

/** A switch with its words. */
function control(words, changed) {
  const id = freshId("switch");
  const input = el("input", { type: "checkbox", role: "switch", id });
  input.addEventListener("change", () => changed(input.checked));
  return { input, element: el("div", { class: "switch" }, input, el("label", { for: id }, words)) };
}
