// The page's few symbols, drawn in the colour of the text beside them.

const NAMESPACE = "http://www.w3.org/2000/svg";

const LINES = {
  channel: ["M9.5 4 7.5 20", "M16.5 4l-2 16", "M4.5 9h16", "M3.5 15h16"],
  announcement: ["M4 10v4h3l9 4V6l-9 4z", "M19 9.5a3.5 3.5 0 0 1 0 5", "M8 14.5 9 19h2.5l-1-4"],
  forum: ["M4 4h12v9H9l-3 3v-3H4z", "M11 16h5l3 3v-3h1V8"],
  thread: ["M6 4v8a4 4 0 0 0 4 4h9", "M15 12l4 4-4 4"],
  direct: ["M4 5h16v11h-8l-4 4v-4H4z"],
  more: ["M5.5 12h.01", "M12 12h.01", "M18.5 12h.01"],
  guide: ["M6 21V4", "M6 5h12l-3 4 3 4H6"],
  clock: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18", "M12 7v5l3.5 2"],
  trouble: ["M12 4 2.5 20h19z", "M12 10v4.5", "M12 17.5h.01"],
  attach: ["M12 5v14", "M5 12h14"],
  file: ["M6 3h8l4 4v14H6z", "M14 3v4h4"],
  close: ["M6 6l12 12", "M18 6 6 18"],
  reply: ["M20 18v-3a5 5 0 0 0-5-5H5", "M10 5l-5 5 5 5"],
  done: ["M5 12.5l4.5 4.5L19 7"],
  menu: ["M4 7h16", "M4 12h16", "M4 17h16"],
};

/** A symbol; those who don't see it get the words beside it. */
export function icon(name) {
  const svg = document.createElementNS(NAMESPACE, "svg");
  const properties = { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" };
  for (const [key, value] of Object.entries(properties)) svg.setAttribute(key, value);
  for (const line of LINES[name]) {
    const path = document.createElementNS(NAMESPACE, "path");
    path.setAttribute("d", line);
    svg.append(path);
  }
  return svg;
}
