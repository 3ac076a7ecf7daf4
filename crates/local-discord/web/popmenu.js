// A menu that opens where it is asked for.

import { el } from "./dom.js";

const MARGIN = 8;

/** Opens a menu at a point of the window, of groups `[heading, [{name, run}]]`; the browser gives the focus back when it closes. `owner` is its button. */
export function popMenu(owner, { label, groups, none, x, y }) {
  const entry = ({ name, run }) => {
    const entry = el("button", { type: "button", role: "menuitem", class: "menu-entry", tabindex: -1, dir: "auto" }, name);
    entry.addEventListener("click", () => {
      close();
      run();
    });
    return entry;
  };
  const heading = (words) => el("p", { class: "menu-heading", role: "presentation" }, words);
  const there = groups.filter(([, items]) => items.length > 0).map(([words, items]) => [words ? heading(words) : null, ...items.map(entry)]);
  const menu = el("div", { class: "popmenu", popover: "auto", role: "menu", "aria-label": label, tabindex: -1 }, there.length > 0 ? there.flat() : heading(none));
  const entries = [...menu.querySelectorAll("[role=menuitem]")];
  const close = () => menu.hidePopover();

  menu.addEventListener("keydown", (event) => {
    const at = entries.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (to !== undefined && entries.length > 0) {
      event.preventDefault();
      entries.at(to % entries.length).focus();
    }
    if (event.key === "Tab") close();
  });
  menu.addEventListener("toggle", ({ newState }) => {
    if (newState !== "closed") return;
    owner.setAttribute("aria-expanded", "false");
    menu.remove();
  });
  // Within a landmark, wherever it is shown.
  (owner.closest("main") ?? document.body).append(menu);
  owner.setAttribute("aria-expanded", "true");
  menu.showPopover();
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(MARGIN, Math.min(x, innerWidth - width - MARGIN))}px`;
  menu.style.top = `${Math.max(MARGIN, Math.min(y, innerHeight - height - MARGIN))}px`;
  (entries[0] ?? menu).focus();
}
