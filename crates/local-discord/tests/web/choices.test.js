// What select menus of messages offer.

import assert from "node:assert/strict";
import { test } from "node:test";

import { beginning, optionsOf } from "../../web/choices.js";

const PLACE = {
  people: [{ id: "1" }, { id: "2" }],
  roles: [{ id: "3" }],
  channels: [{ id: "4", type: 0, thread: null }, { id: "5", type: 5, thread: null }, { id: "6", type: 11, thread: {} }],
};

test("a menu offers what there is of its kind", () => {
  const values = (menu) => optionsOf(menu, PLACE).map(({ value }) => value);
  assert.deepEqual(values({ type: 3, options: [{ label: "a", value: "x" }] }), ["x"]);
  assert.deepEqual(values({ type: 5 }), ["1", "2"]);
  assert.deepEqual(values({ type: 6 }), ["3"]);
  assert.deepEqual(values({ type: 7 }), ["1", "2", "3"]);
  assert.deepEqual(values({ type: 8 }), ["4", "5"]);
  assert.deepEqual(values({ type: 8, channel_types: [5, 11] }), ["5", "6"]);
  assert.deepEqual(optionsOf({ type: 5 }, null), [], "where nothing is known of the place");
  const chosen = optionsOf({ type: 5, default_values: [{ id: "2", type: "user" }] }, PLACE);
  assert.deepEqual(chosen.map((option) => option.default), [false, true]);
});

test("a letter goes to what begins with it, and on", () => {
  const options = ["#harbour", "@Mara", "@mill", "News"].map((label) => ({ label }));
  for (const [key, active, found] of [["m", -1, 1], ["M", 1, 2], ["m", 2, 1], ["h", 3, 0], ["x", 0, -1], [" ", 0, -1], ["Home", 0, -1]]) {
    assert.equal(beginning(options, key, active), found, key);
  }
});
