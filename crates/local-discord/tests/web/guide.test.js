// The guided start goes on by what happens.

import assert from "node:assert/strict";
import { test } from "node:test";

import { advance, answers, seen, settle, usable } from "../../web/guide.js";

const STEPS = [
  { title: "Ask", done: [{ sign: "answered", command: "summary", says: "Highlights" }] },
  { title: "Press", done: [{ sign: "pressed", label: "" }] },
  { title: "Be Mara", done: [{ sign: "became", person: "Mara" }] },
  { title: "Publish", done: [{ sign: "answered", command: "", says: "Published as" }, { sign: "answered", command: "", says: "Scheduled" }] },
  { title: "Move", needs: "schedule add", done: [{ sign: "clock_moved" }] },
  { title: "See", needs: "schedule add", done: [{ sign: "saw", channel: "news", edited: false }] },
  { title: "See it change", needs: "schedule add", done: [{ sign: "saw", channel: "news", edited: true }] },
];

test("steps whose command is not registered are left out", () => {
  assert.equal(usable(STEPS, ["summary"]).length, 4);
  assert.equal(usable(STEPS, ["summary", "schedule add"]).length, 7);
});

test("only what the current step waits for brings the next", () => {
  const saw = (channel, edited) => ({ sign: "saw", channel, edited });
  const answered = (command, ...says) => ({ sign: "answered", command, says });
  for (const [at, event, wanted] of [
    [0, answered("summary", "A ferry", "Summary", "Highlights"), 1],
    [0, answered("summary", "No story is called so"), 0],
    [0, answered("summary"), 0],
    [0, answered("highlights", "A ferry", "Highlights"), 0],
    [0, { sign: "pressed", label: "Highlights" }, 0],
    [1, { sign: "pressed", label: "Highlights" }, 2],
    [2, { sign: "became", person: "Finn" }, 2],
    [2, { sign: "became", person: "Mara" }, 3],
    [3, answered("", "Published as #1.", "Read"), 4],
    [3, answered("desk add", "Scheduled"), 4],
    [3, answered("", "It can’t be Published as it is"), 3],
    [3, { sign: "pressed", label: "Publish" }, 3],
    [4, { sign: "clock_moved" }, 5],
    [5, saw("harbour", false), 5],
    [5, saw("news", false), 6],
    [6, saw("news", false), 6],
    [6, saw("news", true), 7],
    [7, saw("news", true), 7],
  ]) {
    assert.equal(advance(STEPS, at, event, []), wanted, `${at} ${JSON.stringify(event)}`);
  }
});

test("what holds anyway need not come about", () => {
  const mara = { sign: "became", person: "Mara" };
  const posts = [{ sign: "saw", channel: "news", edited: true }];
  assert.equal(advance(STEPS, 1, { sign: "pressed", label: "" }, [mara]), 3);
  assert.equal(settle(STEPS, 2, [{ sign: "became", person: "Finn" }]), 2);
  assert.equal(advance(STEPS, 4, { sign: "clock_moved" }, posts), 7);
});

test("one sees what the bot posted by itself, not its answers nor what others write", () => {
  const message = (author, more) => ({ author: { id: author }, edited_timestamp: null, ...more });
  const messages = [message("bot", {}), message("finn", {}), message("bot", { interaction_metadata: {} }), message("bot", { edited_timestamp: "2025" })];
  assert.deepEqual(seen(messages, "bot", "news").map(({ edited }) => edited), [false, true]);
});

test("an answer says what stands in its texts and on its buttons, to whom it answers", () => {
  const row = { type: 1, components: [{ type: 2, label: "Publish" }, { type: 2, emoji: {} }] };
  const section = { type: 9, components: [{ type: 10, content: "A ferry" }], accessory: { type: 2, label: "Read" } };
  const components = [{ type: 17, components: [section, { type: 14 }, row] }];
  const message = { content: "", components, interaction: { name: "desk add" }, interaction_metadata: { user: { id: "mara" } } };
  assert.deepEqual(answers(message, "mara"), [{ sign: "answered", command: "desk add", says: ["A ferry", "Read", "Publish"] }]);
  assert.deepEqual(answers(message, "finn"), []);
  const filled = { content: "Thanks", components: [], interaction_metadata: { user: { id: "mara" } } };
  assert.deepEqual(answers(filled, "mara"), [{ sign: "answered", command: "", says: ["Thanks"] }]);
  assert.deepEqual(answers({ content: "Morning", components: [] }, "mara"), []);
});
