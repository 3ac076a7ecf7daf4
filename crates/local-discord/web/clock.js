// The time by the local Discord's clock, which a demo moves, shown in the viewer's zone and language.

let ahead = 0;

/** Takes over the clock that a reading or an event carries. */
export function setNow(moment) {
  ahead = Date.parse(moment) - Date.now();
}

/** Milliseconds since 1970 by that clock. */
export function now() {
  return Date.now() + ahead;
}

const FORMATS = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

/** A moment (in milliseconds) in one of the styles of Discord's timestamps. */
export function format(moment, style) {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return "Invalid date";
  return style === "R" ? relative(moment) : new Intl.DateTimeFormat(undefined, FORMATS[style]).format(date);
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

/** When a message was written: the time today, else the date too. */
export function written(moment) {
  const day = (time) => new Date(time).toDateString();
  return format(moment, day(moment) === day(now()) ? "t" : "f");
}

/** Keeps the relative times in the document true. */
export function refresh() {
  for (const time of document.querySelectorAll("time[data-style=R]")) {
    time.textContent = format(Date.parse(time.dateTime), "R");
  }
}
