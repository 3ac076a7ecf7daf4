// A forum: its posts, each a thread.

import { format } from "./clock.js";
import { el } from "./dom.js";
import { userName } from "./names.js";

/** The forum's page; `go(thread)` opens a post, `begin()` a form for a new one. */
export function posts(forum, threads, { go, begin }) {
  const rows = threads.map((thread) => {
    const { owner, tags, messages, active, archived } = thread.thread;
    const replies = messages === 0 ? "no replies" : messages === 1 ? "1 reply" : `${messages} replies`;
    const about = [userName(owner), replies, format(Date.parse(active), "f"), archived && "archived"].filter(Boolean).join(" · ");
    const marks = tags.map((tag) => el("span", { class: "post-tag", dir: "auto" }, tag));
    const open = el("button", { type: "button", class: "post", onclick: () => go(thread) }, el("span", { class: "post-title", dir: "auto" }, thread.name), el("span", { class: "post-about" }, marks, el("span", {}, about)));
    return el("li", {}, open);
  });
  const none = rows.length === 0 && el("p", {}, "No posts yet.");
  const fresh = forum.writable && el("button", { type: "button", class: "button button-secondary", onclick: begin }, "New post");
  return el("div", { class: "posts" }, el("div", { class: "posts-head" }, el("h2", { dir: "auto" }, forum.name), fresh), none, rows.length > 0 && el("ul", {}, rows));
}

/** What a new post asks for, for a form. */
export function newPost({ name, forum }) {
  const fields = [
    { label: "Title", required: true, max_length: 100 },
    { label: "Text", required: true, max_length: 2000, paragraph: true },
  ];
  if (forum.tags.length > 0) fields.splice(1, 0, { label: "Tag", required: forum.requires_tag, choices: forum.tags });
  return { title: `New post in ${name}`, fields };
}
