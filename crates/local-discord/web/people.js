// Who one is, and whom one can become at a click.

import { avatar } from "./avatar.js";
import { el } from "./dom.js";

/** The people to choose from: the personas that were set up, or everybody; each `{id, name, about}`. */
export function choices(view, personas) {
  const named = personas.flatMap(({ name, about }) => {
    const found = view.people.find((person) => person.name === name);
    return found ? [{ ...found, about }] : [];
  });
  const me = view.people.find(({ id }) => id === view.me);
  if (named.length === 0) return view.people;
  return named.some(({ id }) => id === view.me) ? named : [...named, me];
}

/** Lists them; `become(id)` switches, `menu(owner, {id, name, x, y})` opens a person's menu. */
export function showPeople(list, view, personas, { become, menu }) {
  const focused = list.contains(document.activeElement) && document.activeElement.dataset.person;
  const rows = choices(view, personas).map(({ id, name, about }) => {
    const properties = { type: "button", class: "person", "aria-pressed": String(id === view.me), "data-person": id, onclick: () => become(id) };
    const words = el("span", { class: "person-words" }, el("span", { class: "person-name", dir: "auto" }, name), about && el("span", { class: "person-about" }, about));
    const person = el("button", properties, avatar(name), words);
    person.addEventListener("contextmenu", (event) => {
      event.preventDefault();
      const { left, bottom } = person.getBoundingClientRect();
      menu(person, { id, name, x: event.clientX || left, y: event.clientY || bottom });
    });
    return el("li", {}, person);
  });
  list.replaceChildren(...rows);
  if (focused) list.querySelector(`[data-person="${focused}"]`)?.focus();
}
