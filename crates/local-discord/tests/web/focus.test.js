// Where the keyboard goes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { begins, successor } from "../../web/focus.js";

const control = (id, label, more = {}) => ({ id, label, current: false, disabled: false, ...more });
const parts = (page) => [control("summary", "Summary"), control(`highlights:${page}`, "Highlights", { current: true })];
const turns = (page, last) => [
  ...(page > 0 ? [control(`highlights:${page - 1}`, `‹ Page ${page}`)] : []),
  ...(page < last ? [control(`highlights:${page + 1}`, `Page ${page + 2} ›`)] : []),
];
const menu = control("sections", "Choose a section");
const card = (page, last) => [...parts(page), ...turns(page, last), menu];

test("the focus follows what a control means", () => {
  const named = [control("a", "‹ Rain"), control("b", "Snow ›")];
  for (const [before, controls, wanted] of [
    [control("highlights:1", "Page 2 ›"), card(1, 2), "Page 3 ›"],
    [control("highlights:2", "Page 3 ›"), card(2, 2), "‹ Page 2"],
    [control("highlights:1", "‹ Page 2"), card(1, 2), "‹ Page 1"],
    [control("highlights:0", "‹ Page 1"), card(0, 2), "Page 2 ›"],
    [control("summary", "Summary"), card(0, 2), "Summary"],
    [control("gone", "Gone"), card(0, 2), "Highlights"],
    [menu, card(1, 2), "Choose a section"],
    [control("sections:24", "Choose a section"), card(1, 2), "Choose a section"],
    [control("follow", "Follow"), [control("follow", "Unfollow")], "Unfollow"],
    // A story's next section is another series than its pages.
    [control("x", "Wind ›"), [...turns(0, 2), ...named], "Snow ›"],
    [control("x", "Wind ›"), [...turns(0, 2), named[0]], "‹ Rain"],
    [control("x", "Next"), [control("y", "Next", { disabled: true }), control("z", "Previous")], "Previous"],
    [control("x", "Gone"), [menu], undefined],
  ]) {
    assert.equal(successor(before, controls)?.label, wanted, before.label);
  }
});

test("a letter begins a text, but not where one writes or chooses", () => {
  const at = (entry) => ({ closest: () => entry });
  const plain = { key: "a", target: at(null) };
  for (const [event, wanted] of [
    [plain, true],
    [{ ...plain, key: "/" }, true],
    [{ ...plain, key: "é" }, true],
    [{ ...plain, key: "😀" }, true],
    [{ ...plain, key: " " }, false],
    [{ ...plain, key: "Enter" }, false],
    [{ ...plain, ctrlKey: true }, false],
    [{ ...plain, altKey: true }, false],
    [{ ...plain, metaKey: true }, false],
    [{ ...plain, defaultPrevented: true }, false],
    [{ ...plain, target: at({}) }, false],
  ]) {
    assert.equal(begins(event), wanted, JSON.stringify(event));
  }
});
