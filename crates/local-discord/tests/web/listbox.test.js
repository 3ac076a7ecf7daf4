// How lists move under the keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Listbox } from "../../web/listbox.js";

/** A list of so many rows, without a document: what moves is the active row. */
function list(count, active) {
  const made = Object.create(Listbox.prototype);
  return Object.assign(made, { count, active, activate: (index) => (made.active = index) });
}

test("keys move in the list", () => {
  for (const [key, from, wanted] of [
    ["ArrowDown", 0, 1],
    ["ArrowDown", 19, 0],
    ["ArrowUp", 0, 19],
    ["Home", 7, 0],
    ["End", 7, 19],
    ["PageDown", 15, 19],
    ["PageUp", 15, 7],
  ]) {
    const rows = list(20, from);
    assert.equal(rows.move({ key }), true, key);
    assert.equal(rows.active, wanted, key);
  }
});

test("other keys, and those of an empty list, are the owner's", () => {
  for (const [count, event] of [
    [20, { key: "a" }],
    [20, { key: "Home", shiftKey: true }],
    [20, { key: "End", ctrlKey: true }],
    [0, { key: "ArrowDown" }],
  ]) {
    const rows = list(count, 3);
    assert.equal(rows.move(event), false, JSON.stringify(event));
    assert.equal(rows.active, 3);
  }
});
