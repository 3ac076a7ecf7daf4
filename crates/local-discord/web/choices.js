// What a select menu of a message offers.

import { offered, TYPE } from "./command.js";

/** The kinds of menus that hold no options of their own, and what they offer. */
const KINDS = { 5: TYPE.user, 6: TYPE.role, 7: TYPE.mentionable, 8: TYPE.channel };

/** The options: those that the bot gave, or what there is in `place`, as composers have it. */
export function optionsOf({ type, options = [], channel_types, default_values: given = [] }, place) {
  if (!KINDS[type]) return options;
  const there = place ? offered({ type: KINDS[type], channel_types }, place) : [];
  return there.map(({ name, value }) => ({ label: name, value, default: given.some(({ id }) => id === value) }));
}

/** The number of the next option after `active` that begins with the letter; -1 where the key is none, or there is none. */
export function beginning(options, key, active) {
  if ([...key].length !== 1 || key === " ") return -1;
  const begins = ({ label }) => label.replace(/^[#@]/u, "").toLowerCase().startsWith(key.toLowerCase());
  const found = options.flatMap((option, at) => (begins(option) ? [at] : []));
  return found.find((at) => at > active) ?? found[0] ?? -1;
}
