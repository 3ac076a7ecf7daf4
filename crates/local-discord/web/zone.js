// Civil time in a time zone: what its clocks show at a moment, and when they show it. Moments are milliseconds since 1970.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const readers = new Map();

function reader(zone) {
  if (!readers.has(zone)) {
    const fields = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" };
    readers.set(zone, new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", era: "short", ...fields }));
  }
  return readers.get(zone);
}

/** What the zone's clocks show, as if it were UTC: in milliseconds. */
export function shown(moment, zone) {
  const parts = Object.fromEntries(reader(zone).formatToParts(moment).map(({ type, value }) => [type, value]));
  const year = parts.era.startsWith("B") ? 1 - Number(parts.year) : Number(parts.year);
  const date = new Date(0);
  date.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
  return date.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second), 0);
}

/** How far the zone is ahead of UTC, in milliseconds. */
export function offset(moment, zone) {
  return shown(moment, zone) - Math.floor(moment / 1000) * 1000;
}

/** The first moment at which the zone's clocks show `wall` (as `shown` gives it) or more. */
export function momentOf(wall, zone) {
  const candidates = [wall - DAY, wall + DAY].map((near) => wall - offset(near, zone));
  const right = candidates.filter((moment) => shown(moment, zone) === wall);
  if (right.length > 0) return Math.min(...right);
  // The clocks skip it: they show more from their change on.
  const [early, late] = [Math.min(...candidates), Math.max(...candidates)];
  return turn(early, late, zone) ?? late;
}

/** The same time of day, `days` later. */
export function daysOn(moment, days, zone) {
  const rest = moment - Math.floor(moment / 1000) * 1000;
  return momentOf(shown(moment, zone) + days * DAY, zone) + rest;
}

/** When the zone's clocks are next changed after a moment, and by how much; null where they aren't within 400 days. */
export function nextChange(moment, zone) {
  for (let at = moment; at < moment + 400 * DAY; at += DAY) {
    const change = turn(at, at + DAY, zone);
    if (change !== null) return { at: change, by: offset(change, zone) - offset(change - 1000, zone) };
  }
  return null;
}

/** The moment between two at which the offset changes, where it does. */
function turn(early, late, zone) {
  const before = offset(early, zone);
  if (offset(late, zone) === before) return null;
  let [low, high] = [Math.floor(early / 1000), Math.ceil(late / 1000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle * 1000, zone) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}

/** A moment for a field of date and time: `2025-09-01T07:30`. */
export function fieldOf(moment, zone) {
  return new Date(shown(moment, zone)).toISOString().slice(0, 16);
}

/** The moment that such a field means; null where it is empty or none. */
export function readField(text, zone) {
  const wall = Date.parse(`${text}Z`);
  return Number.isNaN(wall) ? null : momentOf(wall, zone);
}

/** Every zone that can be chosen. */
export function zones() {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
}

/** Whether the browser knows the zone. */
export function known(zone) {
  try {
    return Boolean(zone) && Boolean(reader(zone));
  } catch {
    return false;
  }
}
