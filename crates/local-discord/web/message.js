// One message.

import { avatar } from "./avatar.js";
import { written } from "./clock.js";
import { components } from "./components.js";
import { el } from "./dom.js";
import { successor } from "./focus.js";
import { icon } from "./icons.js";
import { nameOf } from "./names.js";
import { prose } from "./prose.js";

const REPLY = 19;
const CROSSPOSTED = 1 << 0;
const LOADING = 1 << 7;

/** The message as an element; `act` has `press`, `choose`, `place` and, where there are such things, `dismiss`, `menu(owner, x, y)`, `open(thread)` and `jump(id)`. */
export function message(data, act) {
  const name = nameOf(data.author);
  const time = Date.parse(data.timestamp);
  const thinking = (data.flags & LOADING) !== 0;
  const heading = el(
    "h2",
    { class: "author" },
    el("span", { class: "author-name", dir: "auto" }, name),
    data.author.bot && el("span", { class: "tag" }, "App"),
    el("time", { class: "written", datetime: data.timestamp }, written(time)),
  );
  const body = thinking
    ? el("p", { class: "thinking", role: "status" }, `${name} is thinking…`)
    : el(
        "div",
        { class: "body" },
        data.content && prose(data.content),
        data.embeds.map(embed),
        components(data.components, act),
        data.attachments.map(attachment),
      );
  const properties = { class: data.only_for_me ? "message only-for-me" : "message", "data-id": data.id, "data-time": time, "data-author": data.author.id };
  const main = el("div", { class: "message-main" }, caller(data), reply(data, act), heading, body, thread(data, act), notes(data, act));
  const element = el("article", properties, avatar(name, data.author.bot), main);
  if (act.menu) addMenu(element, name, act.menu);
  return element;
}

/** The message's own menu: by its button, or where the pointer or the keyboard asks for one. */
function addMenu(element, name, menu) {
  const more = el("button", { type: "button", class: "more", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": `Menu of ${name}’s message`, "data-control": "more", "data-label": "" }, icon("more"));
  more.addEventListener("click", () => {
    const { left, bottom } = more.getBoundingClientRect();
    menu(more, left, bottom);
  });
  element.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a") || String(getSelection())) return;
    event.preventDefault();
    // Asked for by the keyboard it has no point of its own.
    const { left, top } = event.target.getBoundingClientRect();
    const pointed = event.clientX > 0 || event.clientY > 0;
    menu(more, pointed ? event.clientX : left, pointed ? event.clientY : top);
  });
  element.append(more);
}

/** The thread that was begun from the message. */
function thread({ thread }, act) {
  if (!thread) return null;
  const count = thread.message_count === 1 ? "1 message" : `${thread.message_count} messages`;
  const words = [el("b", { dir: "auto" }, thread.name), ` ${count}`];
  return act.open ? el("button", { type: "button", class: "thread-link", onclick: () => act.open(thread) }, icon("thread"), words) : el("p", { class: "thread-link" }, words);
}

/** What the message replies to, over it. */
function reply({ type, message_reference: reference, referenced_message: target }, act) {
  if (type !== REPLY || !reference) return null;
  if (!target) return el("p", { class: "reply" }, icon("reply"), el("span", {}, "The message was deleted"));
  const words = [el("span", { class: "visually-hidden" }, "Reply to "), el("b", { dir: "auto" }, nameOf(target.author)), el("span", { class: "reply-text", dir: "auto" }, gist(target))];
  return act.jump ? el("button", { type: "button", class: "reply", onclick: () => act.jump(target.id) }, icon("reply"), words) : el("p", { class: "reply" }, icon("reply"), words);
}

/** The first words of a message. */
function gist({ content, components, attachments }) {
  const text = content || firstText(components);
  return text ? prose(text).textContent : attachments.length > 0 ? "A file" : "A message";
}

function firstText(components) {
  for (const { content, components: inner = [] } of components) {
    const text = content ?? firstText(inner);
    if (text) return text;
  }
  return "";
}

/** Who asked, over the first answer to a command. */
function caller({ type, interaction }) {
  if (type !== 20 || !interaction) return null;
  return el("p", { class: "caller" }, el("b", { dir: "auto" }, nameOf(interaction.user)), " used ", el("span", { class: "mention" }, `/${interaction.name}`));
}

function notes(data, act) {
  const edited = data.edited_timestamp && !data.only_for_me && el("span", {}, "edited");
  const crossposted = Boolean(data.flags & CROSSPOSTED) && el("span", {}, "published to following channels");
  const dismiss = act.dismiss && el("button", { type: "button", class: "plain", onclick: act.dismiss }, "Dismiss");
  const own = data.only_for_me && [el("span", {}, "Only you can see this"), dismiss];
  return (edited || crossposted || own) && el("p", { class: "notes" }, edited, crossposted, own);
}

/** A refusal under what the person used. */
export function refusal(words) {
  return el("p", { class: "refusal", role: "alert" }, words);
}

function attachment({ filename, size, url, content_type: kind, description }) {
  // The address names 127.0.0.1; the page may have been opened by another name.
  const { pathname, search } = new URL(url);
  const path = pathname + search;
  if (kind?.startsWith("image/")) return el("img", { class: "picture", src: path, alt: description ?? filename });
  return el("p", { class: "file" }, icon("file"), el("a", { href: path, download: filename, dir: "auto" }, filename), ` · ${Math.ceil(size / 1024)} KB`);
}

function embed({ title, description, url, color, author, fields = [], footer }) {
  const heading = title && el("h3", { class: "heading-3" }, url ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title) : title);
  const box = el(
    "div",
    { class: "container accented" },
    author && el("p", { class: "subtext" }, author.name),
    heading,
    description && prose(description),
    fields.map(({ name, value }) => el("div", { class: "field" }, el("b", {}, prose(name)), prose(value))),
    footer && el("p", { class: "subtext" }, footer.text),
  );
  if (typeof color === "number") box.style.setProperty("--stripe", `#${color.toString(16).padStart(6, "0")}`);
  return box;
}

/** Puts the message in the place of what it was; the focus goes to the control that means the same, or to the message. */
export function replace(old, fresh) {
  const focused = controls(old).find(({ element }) => element === document.activeElement);
  old.replaceWith(fresh);
  if (!focused) return;
  fresh.tabIndex = -1;
  (successor(focused, controls(fresh))?.element ?? fresh).focus({ preventScroll: true });
}

function controls(message) {
  return [...message.querySelectorAll("[data-control]")].map((element) => ({
    element,
    id: element.dataset.control,
    label: element.dataset.label,
    current: element.classList.contains("button-primary"),
    disabled: Boolean(element.disabled),
  }));
}
