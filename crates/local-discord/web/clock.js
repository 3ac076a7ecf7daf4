// The time by the local Discord's clock, which a demo moves, shown in a chosen zone and in the viewer's language.

import { known, shown } from "./zone.js";

let ahead = 0;
let zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Takes over the clock that a reading or an event carries; gives how far it had been moved, in milliseconds. */
export function setNow(moment) {
  const before = ahead;
  ahead = Date.parse(moment) - Date.now();
  return ahead - before;
}

/** Milliseconds since 1970 by that clock. */
export function now() {
  return Date.now() + ahead;
}

/** The zone in which times are shown. */
export const timeZone = () => zone;

/** Shows times in this zone from now on, where the browser knows it. */
export function setZone(name) {
  if (known(name)) zone = name;
}

const FORMATS = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  day: { dateStyle: "full" },
  date: { weekday: "short", day: "numeric", month: "short" },
  short: { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" },
};

/** A moment (in milliseconds) in one of the styles of Discord's timestamps, or `day`, `date` or `short`. */
export function format(moment, style) {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return "Invalid date";
  return style === "R" ? relative(moment) : new Intl.DateTimeFormat(undefined, { ...FORMATS[style], timeZone: zone }).format(date);
}

const UNITS = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

function relative(moment) {
  const seconds = Math.round((moment - now()) / 1000);
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(undefined, { numeric: "always" }).format(Math.trunc(seconds / size), unit);
}

/** The number of the day on which a moment falls. */
export const dayOf = (moment) => Math.floor(shown(moment, zone) / 86_400_000);

/** When a message was written: the time today, else the date too. */
export function written(moment) {
  return format(moment, dayOf(moment) === dayOf(now()) ? "t" : "f");
}

/** Keeps the relative times in the document true. */
export function refresh() {
  for (const time of document.querySelectorAll("time[data-style=R]")) {
    time.textContent = format(Date.parse(time.dateTime), "R");
  }
}
