// Slash commands as the composer offers them: https://discord.com/developers/docs/interactions/application-commands

import { mention } from "./names.js";

export const TYPE = { subcommand: 1, group: 2, string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, number: 10 };

/** What can be chosen: commands without subcommands, and the subcommands of the others. */
export function leaves(commands) {
  return commands.flatMap((command) => walk(command, []));
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

/** What an option offers by itself, as `{name, value}`; null where anything can be typed. */
export function offered(option, view) {
  const named = (list, type) => list.map(({ id }) => ({ name: mention(type, id), value: id }));
  const everywhere = (list) => view.guilds.flatMap(list);
  switch (option.type) {
    case TYPE.boolean:
      return [{ name: "True", value: true }, { name: "False", value: false }];
    case TYPE.user:
      return named([...view.people, view.bot], "user");
    case TYPE.channel:
      return named(everywhere(({ channels }) => channels).filter(ofKind(option)), "channel");
    case TYPE.role:
      return named(everywhere(({ roles }) => roles), "role");
    default:
      return option.choices?.length ? option.choices.map(({ name, value }) => ({ name, value })) : null;
  }
}

const ofKind = ({ channel_types: kinds }) => ({ type }) => !kinds?.length || kinds.includes(type);

/** The value of a typed text: `{value}`, `{}` where it is empty, or `{problem}`. */
export function valueOf(option, text, choices) {
  const typed = text.trim();
  if (!typed) return option.required ? { problem: "This option is required" } : {};
  if (choices) {
    const found = choices.find(({ name }) => name.toLowerCase() === typed.toLowerCase());
    return found ? { value: found.value } : { problem: "Choose one of the list" };
  }
  if (option.type === TYPE.string) return { value: typed };
  const number = Number(typed);
  if (option.type === TYPE.integer) return Number.isSafeInteger(number) ? { value: number } : { problem: "This takes a whole number" };
  if (option.type === TYPE.number) return Number.isFinite(number) ? { value: number } : { problem: "This takes a number" };
  return { problem: "This page can’t fill in this kind of option" };
}
