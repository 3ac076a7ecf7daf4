// Slash commands as the composer offers them: https://discord.com/developers/docs/interactions/application-commands

import { mention } from "./names.js";

export const TYPE = { subcommand: 1, group: 2, string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10, file: 11 };
const SLASH = 1;
/** The types of commands in the menus of users and of messages. */
export const MENU = { user: 2, message: 3 };

/** What can be chosen: commands without subcommands, and the subcommands of the others. */
export function leaves(commands) {
  return commands.filter(({ type = SLASH }) => type === SLASH).flatMap((command) => walk(command, []));
}

/** The names of the commands of the menus of this type. */
export function menuCommands(commands, menu) {
  return commands.filter(({ type }) => type === menu).map(({ name }) => name);
}

function walk(node, above) {
  const path = [...above, node.name];
  const options = node.options ?? [];
  const parts = options.filter(({ type }) => type === TYPE.subcommand || type === TYPE.group);
  if (parts.length > 0) return parts.flatMap((part) => walk(part, path));
  return [{ path, name: `/${path.join(" ")}`, description: node.description, options }];
}

/** The leaves that what was typed may become, those that begin with it first. */
export function matching(all, typed) {
  const wanted = typed.trim().toLowerCase().replace(/\s+/g, " ");
  const begins = all.filter(({ name }) => name.startsWith(wanted));
  const holds = all.filter((leaf) => !begins.includes(leaf) && leaf.name.includes(wanted.slice(1)));
  return [...begins, ...holds];
}

/** The leaf whose name was typed with a space behind it, and the `rest` after that; null where none was. */
export function begun(all, typed) {
  const leaf = all.find(({ name }) => typed.startsWith(`${name} `));
  return leaf ? { leaf, rest: typed.slice(leaf.name.length).trim() } : null;
}

/** The `name: value` pairs of these options in a text, and the `rest` before them. A colon at the very end may yet be part of a word. */
export function pairs(text, options) {
  const named = text.split(new RegExp(`(?:^|\\s)(${options.map(({ name }) => name).join("|")}):(?!$)`, "u"));
  const values = named.flatMap((name, at) => (at % 2 === 1 ? [{ name, value: named[at + 1].trim() }] : []));
  return { rest: values.length > 0 ? named[0].trim() : text, values };
}

/** What an option offers by itself, as `{name, value}`, of the guild `place` (of all there is where it is none); null where anything can be typed. */
export function offered(option, place) {
  const named = (list, type) => list.map(({ id }) => ({ name: mention(type, id), value: id, type: TYPE[type] }));
  switch (option.type) {
    case TYPE.boolean:
      return [{ name: "True", value: true }, { name: "False", value: false }];
    case TYPE.user:
      return named(place.people, "user");
    case TYPE.channel:
      return named(place.channels.filter(ofKind(option)), "channel");
    case TYPE.role:
      return named(place.roles, "role");
    case TYPE.mentionable:
      return [...named(place.people, "user"), ...named(place.roles, "role")];
    default:
      return option.choices?.length ? option.choices.map(({ name, value }) => ({ name, value })) : null;
  }
}

/** Threads are offered only where the option names their kind. */
const ofKind = ({ channel_types: kinds }) => ({ type, thread }) => (kinds?.length ? kinds.includes(type) : !thread);

/** The choice of this name, with or without the sign before it, or of this value, by which commands are told of. */
export function named(choices, text) {
  const bare = (name) => name.toLowerCase().replace(/^[#@]/, "");
  const typed = text.trim().toLowerCase();
  const first = (...ways) => ways.map((way) => choices.find(way)).find(Boolean) ?? null;
  return first(({ name }) => name.toLowerCase() === typed, ({ name }) => bare(name) === bare(typed), ({ value }) => value === typed);
}

/** Those of the choices in whose name or value the text stands. */
export function holding(choices, text) {
  const typed = text.trim().toLowerCase();
  return choices.filter(({ name, value }) => name.toLowerCase().includes(typed) || (typed && value === typed));
}

/** The value of a typed text: `{value}`, `{}` where it is empty, or `{problem}`. */
export function valueOf(option, text, choices) {
  const typed = text.trim();
  if (!typed) return option.required ? { problem: "This option is required" } : {};
  if (choices) {
    const found = named(choices, typed);
    return found ? { value: found.value } : { problem: "Choose one of the list" };
  }
  if (option.type === TYPE.string) return { value: typed };
  const number = Number(typed);
  const { type, min_value: least = -Infinity, max_value: most = Infinity } = option;
  if (type === TYPE.integer && !Number.isSafeInteger(number)) return { problem: "This takes a whole number" };
  if (type === TYPE.number && !Number.isFinite(number)) return { problem: "This takes a number" };
  if (type === TYPE.integer || type === TYPE.number) {
    if (number < least) return { problem: `This takes ${least} or more` };
    return number > most ? { problem: `This takes ${most} or less` } : { value: number };
  }
  return { problem: "This page can’t fill in this kind of option" };
}
