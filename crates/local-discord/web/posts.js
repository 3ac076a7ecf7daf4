// A forum: its posts, each a thread.

import { format } from "./clock.js";
import { el } from "./dom.js";
import { userName } from "./names.js";

/** The forum's page; `go(thread)` opens a post. */
export function posts(forum, threads, go) {
  const rows = threads.map((thread) => {
    const { owner, tags, messages, active, archived } = thread.thread;
    const replies = messages === 1 ? "1 message" : `${messages} messages`;
    const about = [userName(owner), replies, format(Date.parse(active), "f"), archived && "archived"].filter(Boolean).join(" · ");
    const marks = tags.map((tag) => el("span", { class: "post-tag", dir: "auto" }, tag));
    const open = el("button", { type: "button", class: "post", onclick: () => go(thread) }, el("span", { class: "post-title", dir: "auto" }, thread.name), el("span", { class: "post-about" }, marks, el("span", {}, about)));
    return el("li", {}, open);
  });
  const none = rows.length === 0 && el("p", {}, "No posts yet. This page begins none; the bot may.");
  return el("div", { class: "posts" }, el("h2", { dir: "auto" }, forum.name), none, el("ul", {}, rows));
}
