// Guilds, channels and threads at the side.

import { el } from "./dom.js";
import { icon } from "./icons.js";

const ANNOUNCEMENT = 5;
const FORUMS = [15, 16];
/** How many threads of a channel are listed under it. */
const THREADS = 5;

export const isForum = ({ type }) => FORUMS.includes(type);

/** All channels of the view, with the name they have in headings. */
export function channels(view) {
  const inGuilds = view.guilds.flatMap((guild) => guild.channels.map((channel) => ({ ...channel, title: title(channel), guild: guild.name })));
  const dm = { id: view.dm, name: view.bot.name, title: view.bot.name, writable: true, guild: null, thread: null, bot: [] };
  return [...inGuilds, dm];
}

const title = (channel) => (channel.thread || isForum(channel) ? channel.name : `#${channel.name}`);

function kind(channel) {
  if (channel.guild === null) return ["direct", "Direct message"];
  if (channel.thread) return ["thread", "Thread"];
  if (isForum(channel)) return ["forum", "Forum"];
  return channel.type === ANNOUNCEMENT ? ["announcement", "Announcement channel"] : ["channel", "Channel"];
}

/** The symbol of a channel, with words for those who don't see it. */
export function mark(channel) {
  const [symbol, words] = kind(channel);
  return el("span", { class: "place-mark" }, icon(symbol), el("span", { class: "visually-hidden" }, `${words} `));
}

/** Lists the places; `go(channel)` opens one. */
export function showPlaces(list, view, { current, unread, go }) {
  const button = (channel) => {
    const here = channel.id !== null && channel.id === current;
    const isNew = unread.has(channel.id);
    const kindOf = channel.thread ? "place place-thread" : "place";
    const properties = {
      type: "button",
      class: isNew ? `${kindOf} unread` : kindOf,
      "aria-current": here ? "page" : null,
      "data-channel": channel.id,
      onclick: () => go(channel),
    };
    const name = el("span", { class: "place-name", dir: "auto" }, channel.name);
    return el("li", {}, el("button", properties, mark(channel), name, isNew && el("span", { class: "visually-hidden" }, " (unread)")));
  };
  const all = channels(view);
  const focused = list.contains(document.activeElement) && document.activeElement.dataset.channel;
  const groups = view.guilds.map((guild) => group(guild.name, listed(all, guild, current, unread).map(button)));
  list.replaceChildren(...groups, group("Direct messages", [button(all.at(-1))]));
  if (focused) list.querySelector(`[data-channel="${focused}"]`)?.focus();
}

/** The guild's channels, and of their threads the newest that are open, the unread and the current one. */
function listed(all, guild, current, unread) {
  const count = new Map();
  return all.filter((channel) => {
    if (!guild.channels.some(({ id }) => id === channel.id)) return false;
    if (!channel.thread || channel.id === current || unread.has(channel.id)) return true;
    if (channel.thread.archived) return false;
    const { parent } = channel.thread;
    count.set(parent, (count.get(parent) ?? 0) + 1);
    return count.get(parent) <= THREADS;
  });
}

function group(name, items) {
  return el("section", {}, el("h2", { dir: "auto" }, name), el("ul", {}, items));
}
