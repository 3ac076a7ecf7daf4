// Elements for texts in Discord's Markdown.

import { format } from "./clock.js";
import { el } from "./dom.js";
import { parse } from "./markdown.js";
import { isMe, mention } from "./names.js";

/** A text, each of its blocks in the direction of its own script. */
export function prose(text) {
  const blocks = parse(text);
  const levels = [...new Set(blocks.flatMap(({ type, level }) => (type === "heading" ? [level] : [])))].sort();
  return el("div", { class: "prose" }, blocks.map((node) => block(node, levels)));
}

function block(node, levels = [1, 2, 3]) {
  switch (node.type) {
    case "heading":
      // The page itself and the author's name are the first two levels; none is left out below them.
      return el(`h${levels.indexOf(node.level) + 3}`, { class: `heading-${node.level}`, dir: "auto" }, node.children.map(span));
    case "subtext":
      return el("p", { class: "subtext", dir: "auto" }, node.children.map(span));
    case "quote":
      return el("blockquote", { dir: "auto" }, node.blocks.map((inner) => block(inner)));
    case "list": {
      const items = node.items.map((blocks) => el("li", { dir: "auto" }, blocks.map((inner) => block(inner))));
      return node.ordered ? el("ol", { start: node.start, dir: "auto" }, items) : el("ul", { dir: "auto" }, items);
    }
    case "codeBlock":
      return el("pre", { tabindex: 0 }, el("code", {}, node.text));
    default:
      return el("p", { dir: "auto" }, node.children.map(span));
  }
}

const TAGS = { strong: "strong", em: "em", underline: "u", strike: "s" };

function span(node) {
  switch (node.type) {
    case "text":
      return node.text;
    case "code":
      return el("code", {}, node.text);
    case "link":
      return el("a", { href: node.url, target: "_blank", rel: "noopener noreferrer", title: node.url }, node.children.map(span));
    case "spoiler":
      return spoiler(node);
    case "user":
      return el("span", { class: isMe(node.id) ? "mention mention-me" : "mention" }, mention("user", node.id));
    case "role":
    case "channel":
      return el("span", { class: "mention" }, mention(node.type, node.id));
    case "command":
      return el("span", { class: "mention" }, `/${node.name}`);
    case "everyone":
      return el("span", { class: "mention" }, node.text);
    case "time":
      return time(node);
    case "emoji":
      return el("span", { class: "emoji", title: `:${node.name}:` }, `:${node.name}:`);
    default:
      return el(TAGS[node.type], {}, node.children.map(span));
  }
}

function spoiler(node) {
  const hidden = el("button", { class: "spoiler", type: "button", "aria-label": "Spoiler: press to show" });
  hidden.append(el("span", { "aria-hidden": "true" }, node.children.map(span)));
  hidden.addEventListener("click", () => hidden.replaceWith(el("span", { class: "spoiler-shown" }, node.children.map(span))));
  return hidden;
}

function time({ seconds, style }) {
  const moment = seconds * 1000;
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return format(moment, style);
  const properties = { datetime: date.toISOString(), "data-style": style, title: format(moment, "F") };
  return el("time", properties, format(moment, style));
}
