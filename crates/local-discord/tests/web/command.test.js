// What the composer makes of commands and of what is typed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { begun, holding, leaves, matching, named, offered, pairs, valueOf } from "../../web/command.js";

const COMMANDS = [
  { name: "summary", description: "What a story is about", options: [{ name: "article", type: 3 }] },
  {
    name: "desk",
    description: "For the desk",
    options: [
      { name: "add", type: 1, description: "Add a story", options: [{ name: "file", type: 11 }] },
      { name: "day", type: 2, options: [{ name: "summary", type: 1, description: "The day in short" }] },
    ],
  },
];

test("commands are offered with their subcommands", () => {
  assert.deepEqual(leaves(COMMANDS).map(({ name, path }) => [name, path.length]), [["/summary", 1], ["/desk add", 2], ["/desk day summary", 3]]);
});

test("what begins with the typed text stands before what holds it", () => {
  const found = (typed) => matching(leaves(COMMANDS), typed).map(({ name }) => name);
  assert.deepEqual(found("/sum"), ["/summary", "/desk day summary"]);
  assert.deepEqual(found("/desk  a"), ["/desk add"]);
  assert.equal(found("/").length, 3);
  assert.deepEqual(found("/nothing"), []);
});

test("a command begins with its whole name", () => {
  const found = (typed) => {
    const command = begun(leaves(COMMANDS), typed);
    return command && [command.leaf.name, command.rest];
  };
  assert.deepEqual(found("/summary "), ["/summary", ""]);
  assert.deepEqual(found("/desk day summary moon  article: x"), ["/desk day summary", "moon  article: x"]);
  for (const typed of ["/summary", "/summaryx ", "/desk ", "/nothing x"]) assert.equal(found(typed), null, typed);
});

test("pairs of known options are told from other words", () => {
  const options = [{ name: "article" }, { name: "private" }];
  for (const [text, rest, ...values] of [
    ["article: moon private: True", "", ["article", "moon"], ["private", "True"]],
    ["moon  landing private:true", "moon  landing", ["private", "true"]],
    ["article: ", "", ["article", ""]],
    ["article: Live: the launch", "", ["article", "Live: the launch"]],
    ["the article : moon", "the article : moon"],
    ["subarticle: moon", "subarticle: moon"],
    ["moon private:", "moon private:"],
    ["other: moon ", "other: moon "],
  ]) {
    const found = pairs(text, options);
    assert.deepEqual([found.rest, ...found.values.map(({ name, value }) => [name, value])], [rest, ...values], text);
  }
});

test("typed texts become values of the option's type", () => {
  const yesNo = offered({ type: 5 }, {});
  for (const [option, text, wanted] of [
    [{ type: 3 }, " a b ", { value: "a b" }],
    [{ type: 3 }, "  ", {}],
    [{ type: 3, required: true }, "", { problem: "This option is required" }],
    [{ type: 4 }, "12", { value: 12 }],
    [{ type: 4 }, "1.5", { problem: "This takes a whole number" }],
    [{ type: 10 }, "1.5", { value: 1.5 }],
    [{ type: 10 }, "x", { problem: "This takes a number" }],
    [{ type: 5 }, "true", { value: true }],
    [{ type: 5 }, "FALSE", { value: false }],
    [{ type: 5 }, "maybe", { problem: "Choose one of the list" }],
  ]) {
    assert.deepEqual(valueOf(option, text, option.type === 5 ? yesNo : null), wanted, `${option.type} ${text}`);
  }
  const days = offered({ type: 3, choices: [{ name: "Every day", value: "daily" }] }, {});
  assert.deepEqual(valueOf({ type: 3 }, "every day", days), { value: "daily" });
});

test("a choice is named by its name, or by its value", () => {
  const choices = [{ name: "Nothing", value: "silent" }, { name: "A line that says so", value: "note" }, { name: "#news", value: "1" }];
  for (const [typed, found] of [["nothing", "silent"], ["Note ", "note"], ["NEWS", "1"], ["line", undefined], ["", undefined]]) {
    assert.equal(named(choices, typed)?.value, found, typed);
  }
  const held = (typed) => holding(choices, typed).map(({ value }) => value);
  assert.deepEqual(held("n"), ["silent", "note", "1"]);
  assert.deepEqual(held("note"), ["note"]);
  assert.equal(held("").length, 3);
});
