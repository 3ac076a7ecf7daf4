// What texts become, as the clients read them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { parse } from "../../web/markdown.js";

/** The tree in short: `strong(a)`, texts as they are. */
function short(nodes) {
  return nodes.map((node) => {
    const { type, text, children, blocks } = node;
    if (type === "text" && children) return short(children);
    if (type === "text") return text;
    if (type === "list") return `${node.ordered ? `ol${node.start}` : "ul"}[${node.items.map(short).join("; ")}]`;
    if (type === "link") return `link(${node.url}|${short(children)})`;
    if (type === "heading") return `h${node.level}(${short(children)})`;
    if (type === "time") return `time(${node.seconds},${node.style})`;
    if (type === "codeBlock") return `pre(${node.language}|${text})`;
    if (type === "command" || type === "emoji") return `${type}(${node.name},${node.id})`;
    return `${type}(${node.id ?? text ?? short(children ?? blocks)})`;
  }).join("");
}

const CASES = {
  "plain text and its lines": [
    ["a\nb\n\nc", "a\nb\n\nc"],
    ["a\r\nb", "a\nb"],
    ["", ""],
    ["snake_case_name 2*3*4 = 24", "snake_case_name 2em(3)4 = 24"],
    ["1 * 2 * 3", "1 * 2 * 3"],
  ],
  "emphasis": [
    ["**a** *b* _c_ __d__ ~~e~~ ||f||", "strong(a) em(b) em(c) underline(d) strike(e) spoiler(f)"],
    ["***a***", "em(strong(a))"],
    ["***a** b*", "em(strong(a) b)"],
    ["**a *b* c**", "strong(a em(b) c)"],
    ["__*a*__", "underline(em(a))"],
    ["**a\nb**", "strong(a\nb)"],
    ["**a", "**a"],
    ["b * a*", "b * a*"],
    ["||**a**||", "spoiler(strong(a))"],
  ],
  "escapes": [
    ["\\*\\*a\\*\\*", "**a**"],
    ["\\# a", "# a"],
    ["\\- a", "- a"],
    ["\\-# a", "-# a"],
    ["1\\. a", "1. a"],
    ["\\> a", "> a"],
    ["\\<@1> \\<\\@1> \\@everyone", "<@1> <@1> @everyone"],
    ["\\[a\\](https://b.example)", "[a](link(https://b.example|https://b.example))"],
    ["C:\\\\x \\a", "C:\\x \\a"],
    ["**a\\*\\*b**", "strong(a**b)"],
    ["\\\u3002 \\`a\\`", "\u3002 `a`"],
    ["<t\\:4:R> \\:smile:", "<t:4:R> :smile:"],
  ],
  "headings and subtext": [
    ["# a\n## b\n### c\n#### d", "h1(a)h2(b)h3(c)#### d"],
    ["#a", "#a"],
    ["a # b", "a # b"],
    ["## **a** b ", "h2(strong(a) b)"],
    ["# a\n-# b\nc", "h1(a)subtext(b)c"],
    ["a\n-# b", "a\nsubtext(b)"],
    ["-#a", "-#a"],
  ],
  "lists": [
    ["- a\n- b", "ul[a; b]"],
    ["* a\n* b\nc", "ul[a; b]c"],
    ["3. a\n4. b", "ol3[a; b]"],
    ["- a\n  - b\n  - c\n- d", "ul[a\nul[b; c]; d]"],
    ["1. a\n   - b", "ol1[a\nul[b]]"],
    ["- a\n\n- b\n\nc", "ul[a]ul[b]c"],
    ["- **a**\n  more", "ul[strong(a)\nmore]"],
    ["a\n- b", "a\nul[b]"],
    ["-a\n1.5 b", "-a\n1.5 b"],
    ["- # a", "ul[h1(a)]"],
  ],
  "quotes": [
    ["> a\n> b\nc", "quote(a\nb)c"],
    [">>> a\n\nb", "quote(a\n\nb)"],
    [">a", ">a"],
    ["a > b", "a > b"],
    ["> - a", "quote(ul[a])"],
  ],
  "code": [
    ["`a*b*`", "code(a*b*)"],
    ["``a`b``", "code(a`b)"],
    ["```\na\nb\n```", "pre(|a\nb)"],
    ["```rust\nlet a;\n```after", "pre(rust|let a;)after"],
    ["see ```a``` there", "see pre(|a) there"],
    ["```a", "```a"],
    ["\\```a```", "```a```"],
    ["`https://a.example`", "code(https://a.example)"],
  ],
  "addresses": [
    ["https://a.example/x_y_z*w*. b", "link(https://a.example/x_y_z*w*|https://a.example/x_y_z*w*). b"],
    ["(https://a.example/b)", "(link(https://a.example/b|https://a.example/b))"],
    ["https://a.example/b_(c)", "link(https://a.example/b_(c)|https://a.example/b_(c))"],
    ["http://a.example<b", "link(http://a.example|http://a.example)<b"],
    ["https://a.example\u3000b", "link(https://a.example|https://a.example)\u3000b"],
    ["https:// http://. ftp://a.example", "https:// http://. ftp://a.example"],
    ["<https://a.example/>.", "link(https://a.example/|https://a.example/)."],
    ["\"https://a.example\",'https://b.example'", "\"link(https://a.example\",'https://b.example|https://a.example\",'https://b.example)'"],
  ],
  "masked links": [
    ["[a](https://b.example)", "link(https://b.example|a)"],
    ["[a](<https://b.example/c d>)", "[a](<link(https://b.example/c|https://b.example/c) d>)"],
    ["[a](<https://b.example/(c>)", "link(https://b.example/(c|a)"],
    ["[**a** [b]](https://b.example \"c\")", "link(https://b.example|strong(a) [b])"],
    ["[a](https://b.example/c_(d))", "link(https://b.example/c_(d)|a)"],
    ["[a](https://b.example/c\\)d)", "link(https://b.example/c)d|a)"],
    ["[a](javascript:b)", "[a](javascript:b)"],
    ["[a](//b.example)", "[a](//b.example)"],
    ["[https://a.example](https://b.example)", "[link(https://a.example](https://b.example)|https://a.example](https://b.example))"],
    ["[a \\] b](https://b.example)", "link(https://b.example|a ] b)"],
  ],
  "mentions, times, emoji": [
    ["<@1> <@!2> <@&3> <#4>", "user(1) user(2) role(3) channel(4)"],
    ["</desk add:5> </a b c:6>", "command(desk add,5) command(a b c,6)"],
    ["<t:1756684800> <t:-1:R> <t:5:x>", "time(1756684800,f) time(-1,R) <t:5:x>"],
    ["@everyone @here a@b", "everyone(@everyone) everyone(@here) a@b"],
    ["<:news:7> <a:b2:8>", "emoji(news,7) emoji(b2,8)"],
    ["<@x> <b> <", "<@x> <b> <"],
  ],
  "scripts": [
    ["## \u0645\u0631\u062d\u0628\u0627\n**\u4e16\u754c**\u3002", "h2(\u0645\u0631\u062d\u0628\u0627)strong(\u4e16\u754c)\u3002"],
    ["*\u{1f469}\u200d\u{1f467}*", "em(\u{1f469}\u200d\u{1f467})"],
  ],
};

for (const [name, cases] of Object.entries(CASES)) {
  test(name, () => {
    for (const [given, wanted] of cases) assert.equal(short(parse(given)), wanted, JSON.stringify(given));
  });
}

test("a text of the longest length is read at once", () => {
  for (const piece of ["*a ", "_", "[", "(", "`", "||", "**a*", "- ", "> ", "https://(", "[a](https://(", "</a a", "  - a\n"]) {
    const began = process.hrtime.bigint();
    parse(piece.repeat(Math.ceil(4000 / piece.length)));
    const millis = Number(process.hrtime.bigint() - began) / 1e6;
    assert.ok(millis < 500, `${JSON.stringify(piece)}: ${millis} ms`);
  }
});
