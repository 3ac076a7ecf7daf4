// Guilds, channels and people at the side.

import { el } from "./dom.js";

const ANNOUNCEMENT = 5;

/** All channels of the view, with the name they have in headings. */
export function channels(view) {
  const inGuilds = view.guilds.flatMap((guild) =>
    guild.channels.map((channel) => ({ ...channel, title: `#${channel.name}`, guild: guild.name })),
  );
  const dm = { id: view.dm, name: view.bot.name, title: view.bot.name, writable: true, guild: null };
  return [...inGuilds, dm];
}

/** Lists the places; `go(channel)` opens one. */
export function showPlaces(list, view, { current, unread, go }) {
  const button = (channel, label) => {
    const here = channel.id !== null && channel.id === current;
    const isNew = unread.has(channel.id);
    const properties = { type: "button", class: isNew ? "place unread" : "place", "aria-current": here ? "page" : null, onclick: () => go(channel) };
    return el("li", {}, el("button", properties, label, isNew && el("span", { class: "visually-hidden" }, " (unread)")));
  };
  const all = channels(view);
  const groups = view.guilds.map((guild) =>
    group(
      guild.name,
      guild.channels.map((channel) => {
        const mark = channel.type === ANNOUNCEMENT ? "!" : "#";
        const found = all.find(({ id }) => id === channel.id);
        return button(found, [el("span", { class: "place-mark", "aria-hidden": "true" }, mark), el("span", { dir: "auto" }, channel.name)]);
      }),
    ),
  );
  const dm = group("Direct messages", [button(all.at(-1), [el("span", { class: "place-mark", "aria-hidden": "true" }, "@"), view.bot.name])]);
  list.replaceChildren(...groups, dm);
}

function group(name, items) {
  return el("section", {}, el("h2", { dir: "auto" }, name), el("ul", {}, items));
}

/** Fills the choice of who one is. */
export function showPeople(select, view) {
  select.replaceChildren(...view.people.map(({ id, name }) => el("option", { value: id, selected: id === view.me }, name)));
}
