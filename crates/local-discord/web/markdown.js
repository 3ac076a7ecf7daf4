// Discord's Markdown, read into a tree of plain objects; prose.js makes elements of it.
//
// Blocks:  {type: "text" | "subtext", children}, {type: "heading", level, children},
//          {type: "quote", blocks}, {type: "list", ordered, start, items: [blocks]},
//          {type: "codeBlock", language, text}
// Inline:  {type: "text" | "code" | "everyone", text}, {type: "link", url, children},
//          {type: "strong" | "em" | "underline" | "strike" | "spoiler", children},
//          {type: "user" | "role" | "channel", id}, {type: "command", name, id},
//          {type: "time", seconds, style}, {type: "emoji", name, id}, and code blocks within a line.
//
// The rules are those of https://support.discord.com/hc/en-us/articles/210298617 and of
// https://discord.com/developers/docs/reference#message-formatting, as the clients apply them.

const FENCE = /```(?:([a-z0-9_+\-.#]+)\n)?\n*([^\n][^]*?)\n*```/iy;
const HEADING = / *(#{1,3})[ \t]+(\S[^\n]*)(?:\n|$)/y;
const SUBTEXT = / *-#[ \t]+(\S[^\n]*)(?:\n|$)/y;
const QUOTE_REST = / *>>> ([^]*)/y;
const QUOTE = /(?: *> [^\n]*(?:\n|$))+/y;
const ITEM = /^( *)([-*]|\d{1,9}\.) +(\S.*)$/;

/** How deep things stand in one another; what is deeper stays as it is written. */
const DEEPEST = 16;

/** Reads a whole text into blocks. */
export function parse(source, depth = 0) {
  const text = source.replace(/\r\n?/g, "\n");
  if (depth > DEEPEST) return [{ type: "text", children: [{ type: "text", text }] }];
  const blocks = [];
  let words = "";
  let at = 0;
  const push = (...found) => {
    if (words) blocks.push({ type: "text", children: inline(words) });
    words = "";
    blocks.push(...found);
  };
  while (at < text.length) {
    const found = blockAt(text, at, depth + 1);
    if (found) {
      push(found.block);
      at = found.end;
    } else {
      const end = text.indexOf("\n", at);
      // A code block may begin within a line and end in another one.
      const fence = fenceWithin(text, at, end < 0 ? text.length : end);
      if (fence) {
        words += text.slice(at, fence.start);
        push(fence.block);
        at = fence.end;
      } else {
        words += text.slice(at, end < 0 ? text.length : end + 1);
        at = end < 0 ? text.length : end + 1;
      }
    }
  }
  push();
  return blocks;
}

/** The block that begins at a line's start, and where it ends. */
function blockAt(text, at, depth) {
  let match;
  if ((match = matchAt(FENCE, text, at))) {
    return { block: codeBlock(match), end: skipNewline(text, at + match[0].length) };
  }
  if ((match = matchAt(HEADING, text, at))) {
    const block = { type: "heading", level: match[1].length, children: inline(match[2].trimEnd()) };
    return { block, end: at + match[0].length };
  }
  if ((match = matchAt(SUBTEXT, text, at))) {
    return { block: { type: "subtext", children: inline(match[1].trimEnd()) }, end: at + match[0].length };
  }
  if ((match = matchAt(QUOTE_REST, text, at))) {
    return { block: { type: "quote", blocks: parse(match[1], depth) }, end: text.length };
  }
  if ((match = matchAt(QUOTE, text, at))) {
    const inner = match[0].replace(/\n$/, "").replace(/^ *> /gm, "");
    return { block: { type: "quote", blocks: parse(inner, depth) }, end: at + match[0].length };
  }
  return listAt(text, at, depth);
}

/** A list: its items, what is indented below them, and the empty lines after it. */
function listAt(text, at, depth) {
  const first = ITEM.exec(lineAt(text, at));
  if (!first) return null;
  const indent = first[1].length;
  const items = [];
  let end = at;
  while (end < text.length) {
    const line = lineAt(text, end);
    const item = ITEM.exec(line);
    const depth = /^ */.exec(line)[0].length;
    if (item && depth >= indent && depth < indent + 2) {
      items.push([item[3]]);
    } else if (line.trim() && depth >= indent + 2) {
      items.at(-1).push(line);
    } else {
      break;
    }
    end += line.length + 1;
  }
  while (text[end] === "\n") end += 1;
  const ordered = /\d/.test(first[2]);
  const block = {
    type: "list",
    ordered,
    start: ordered ? parseInt(first[2], 10) : 1,
    items: items.map((lines) => parse(dedent(lines), depth)),
  };
  return { block, end: Math.min(end, text.length) };
}

/** Takes from the lines below an item the indentation that they share. */
function dedent([head, ...below]) {
  const shared = Math.min(...below.map((line) => /^ */.exec(line)[0].length));
  return [head, ...below.map((line) => line.slice(shared))].join("\n");
}

function fenceWithin(text, from, to) {
  for (let start = text.indexOf("```", from); start >= 0 && start < to; start = text.indexOf("```", start + 1)) {
    const match = text[start - 1] !== "\\" && matchAt(FENCE, text, start);
    if (match) return { block: codeBlock(match), start, end: skipNewline(text, start + match[0].length) };
  }
  return null;
}

function codeBlock([, language = "", text]) {
  return { type: "codeBlock", language, text };
}

const skipNewline = (text, at) => (text[at] === "\n" ? at + 1 : at);

function lineAt(text, at) {
  const end = text.indexOf("\n", at);
  return text.slice(at, end < 0 ? text.length : end);
}

function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const STRONG = /\*\*((?:\\[^]|[^\\])+?)\*\*(?!\*)/y;
const STAR = /\*(?=\S)((?:\*\*|\\[^]|\s+(?:\\[^]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/y;
const UNDERLINE = /__((?:\\[^]|[^\\])+?)__(?!_)/y;
const UNDERSCORE = /_((?:__|\\[^]|[^\\_])+?)_(?!\w)/y;
const ADDRESS = /https?:\/\/[^\s<]+[^<.,:;"'\]\s]/y;
const LABEL = String.raw`\[((?:\[[^[\]]*\]|\\[^]|[^[\]\\])+)\]`;
const TARGET = String.raw`(?:<(https?:\/\/[^\s<>]+)>|(https?:\/\/(?:\([^\s()]*\)|\\.|[^\s()\\])+))`;
const TITLE = String.raw`(?:\s+(?:"[^"]*"|'[^']*'))?`;

/** What may stand within a line, by its first characters; the first rule that makes something of a match wins. */
const RULES = [
  [/\\([^0-9A-Za-z\s])/uy, ([, mark]) => ({ type: "text", text: mark })],
  [/<(https?:\/\/[^\s<>]+)>/y, ([, url]) => bareLink(url)],
  [/<@!?(\d+)>/y, ([, id]) => ({ type: "user", id })],
  [/<@&(\d+)>/y, ([, id]) => ({ type: "role", id })],
  [/<#(\d+)>/y, ([, id]) => ({ type: "channel", id })],
  [/<\/((?:[-_\p{L}\p{N}\p{M}]{1,32} ?){1,3}):(\d+)>/uy, ([, name, id]) => ({ type: "command", name, id })],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, ([, seconds, style = "f"]) => ({ type: "time", seconds: Number(seconds), style })],
  [/<a?:(\w{2,32}):(\d+)>/y, ([, name, id]) => ({ type: "emoji", name, id })],
  [/@(?:everyone|here)/y, ([text]) => ({ type: "everyone", text })],
  [/\|\|([^]+?)\|\|/y, span("spoiler")],
  [/~~([^]+?)~~(?!_)/y, span("strike")],
  [/(`+)([^]*?[^`])\1(?!`)/y, ([, ticks, text]) => ({ type: "code", text: ticks.length > 1 ? text.trim() : text })],
  [new RegExp(String.raw`${LABEL}\(\s*${TARGET}${TITLE}\s*\)`, "y"), maskedLink],
];

function span(type) {
  return ([, text], within) => ({ type, children: inline(text, within) });
}

function bareLink(url) {
  return { type: "link", url, children: [{ type: "text", text: url }] };
}

/** A label that looks like an address could hide another one: then it is no link. */
function maskedLink([, label, bracketed, plain], within) {
  if (/https?:\/\//.test(label)) return null;
  const url = bracketed ?? plain.replace(/\\(.)/g, "$1");
  return { type: "link", url, children: inline(label, { ...within, link: true }) };
}

/** Where both could be meant, the longer one is: `***a** b*` is emphasis around strong. */
function emphasis(text, at, within) {
  const [two, one, double] = text[at] === "*" ? [STRONG, STAR, "strong"] : [UNDERLINE, UNDERSCORE, "underline"];
  const [outer, inner] = [matchAt(two, text, at), matchAt(one, text, at)];
  const match = !outer || (inner && inner[0].length >= outer[0].length) ? inner : outer;
  if (!match) return null;
  const type = match === outer ? double : "em";
  return { node: span(type)(match, within), length: match[0].length };
}

/** A bare address: trailing punctuation and closing brackets that it doesn't open are not of it. */
function address(text, at) {
  const match = matchAt(ADDRESS, text, at);
  if (!match) return null;
  let url = match[0];
  const count = (mark) => url.split(mark).length - 1;
  while (url.endsWith(")") && count(")") > count("(")) url = url.slice(0, -1);
  return { node: bareLink(url), length: url.length };
}

/** Reads what stands within blocks; no address and no link stands in a link's label. */
function inline(text, { link = false, depth = 0 } = {}) {
  if (depth > DEEPEST) return [{ type: "text", text }];
  const within = { link, depth: depth + 1 };
  const nodes = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const found = spanAt(text, at, within);
    if (!found) {
      plain += text[at];
      at += 1;
      continue;
    }
    at += found.length;
    if (found.node.type === "text") {
      plain += found.node.text;
      continue;
    }
    if (plain) nodes.push({ type: "text", text: plain });
    plain = "";
    nodes.push(found.node);
  }
  if (plain) nodes.push({ type: "text", text: plain });
  return nodes;
}

function spanAt(text, at, within) {
  const first = text[at];
  if (first === "*" || first === "_") return emphasis(text, at, within);
  if (first === "h") return within.link ? null : address(text, at);
  if (!"\\<@|~`[".includes(first)) return null;
  for (const [pattern, make] of RULES) {
    const match = matchAt(pattern, text, at);
    const node = match && make(match, within);
    if (node && !(within.link && node.type === "link")) return { node, length: match[0].length };
  }
  return null;
}
