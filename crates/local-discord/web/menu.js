// A select menu of a message: of texts, or of users, roles and channels.

import { beginning, optionsOf } from "./choices.js";
import { el } from "./dom.js";
import { Listbox } from "./listbox.js";

/** The menu, in a guild that has `place`; `choose(values)` sends the choice and resolves when it is answered. */
export function menu(component, place, choose) {
  const options = optionsOf(component, place);
  const { placeholder, min_values: least = 1, max_values: most = 1 } = component;
  const many = most > 1;
  const given = options.flatMap((option, index) => (option.default ? [index] : []));
  let picked = new Set(given);

  const text = el("span", { class: "menu-text", dir: "auto" });
  const button = el(
    "button",
    {
      type: "button",
      class: "menu-button",
      role: "combobox",
      "aria-haspopup": "listbox",
      "data-control": component.custom_id,
      "data-label": placeholder ?? "",
    },
    text,
    el("span", { class: "menu-arrow", "aria-hidden": "true" }),
  );
  button.disabled = Boolean(component.disabled);
  const list = new Listbox(button, placeholder ?? "Make a selection", (index) => pick(index));
  if (many) list.element.setAttribute("aria-multiselectable", "true");

  const label = () => {
    const names = [...picked].sort((a, b) => a - b).map((index) => options[index].label);
    text.textContent = names.join(", ") || placeholder || "Make a selection";
    text.classList.toggle("empty", names.length === 0);
    button.setAttribute("aria-label", `${placeholder ?? "Make a selection"}: ${names.join(", ") || "nothing chosen"}`);
  };
  const rows = () =>
    options.map((option, index) => ({ name: option.label, description: option.description, selected: picked.has(index) }));
  const open = () => {
    list.show(rows(), Math.max(0, ...[...picked].slice(0, 1)), "There is nothing to choose from here");
    list.element.scrollIntoView({ block: "nearest" });
  };

  const pick = (index) => {
    if (!many) {
      picked = new Set([index]);
      return close(true);
    }
    if (picked.has(index)) picked.delete(index);
    else if (picked.size < most) picked.add(index);
    label();
    list.show(rows(), index);
  };

  const close = async (send) => {
    list.close();
    const values = [...picked].sort((a, b) => a - b).map((index) => options[index].value);
    const changed = send && (!many || values.join() !== given.map((index) => options[index].value).join());
    if (changed && values.length >= least) {
      label();
      button.setAttribute("aria-busy", "true");
      await choose(values);
      button.removeAttribute("aria-busy");
    }
    // What stands in it is what the message says.
    picked = new Set(given);
    label();
  };

  button.addEventListener("click", () => {
    if (button.getAttribute("aria-busy")) return;
    if (list.open) close(many);
    else open();
  });
  button.addEventListener("blur", () => list.open && close(many));
  button.addEventListener("keydown", (event) => {
    if (list.move(event)) event.preventDefault();
    else if (event.key === "Escape" && list.open) {
      event.stopPropagation();
      close(false);
    } else if (list.open && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      if (list.active >= 0) pick(list.active);
    } else if (list.open && beginning(options, event.key, list.active) >= 0) {
      event.preventDefault();
      list.activate(beginning(options, event.key, list.active));
    } else if (!list.open && event.key === "ArrowDown" && !button.getAttribute("aria-busy")) {
      event.preventDefault();
      open();
    }
  });
  label();
  return el("div", { class: "menu" }, button, list.element);
}
