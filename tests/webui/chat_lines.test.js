/** What lines consist of, in which rows they stand, and what is written instead of a line. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { called, lengthOf, read } from "../../webui/js/chat/commands.js";
import { calls, partsOf } from "../../webui/js/chat/line_text.js";
import { rowsOf } from "../../webui/js/chat/rows.js";
import { said } from "../../webui/js/chat/dock/said.js";
import { newDocument } from "./dom.js";
import attacks from "./xss.json" with { type: "json" };

const links = (text) => partsOf(text).filter(({ kind }) => kind === "link");

test("links are found, without what stands behind them", () => {
  const of = {
    "see https://example.org/a_(b). Good?": "https://example.org/a_(b)",
    "(https://example.org/x)": "https://example.org/x",
    "http://a.example, and more": "http://a.example",
    "https://example.org/?q=1&b=ü!": "https://example.org/?q=1&b=ü",
    "<https://example.org>": "https://example.org",
  };
  for (const [text, link] of Object.entries(of)) assert.deepEqual(links(text).map((part) => part.text), [link], text);
});

test("nothing else is a link", () => {
  const texts = [
    "javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org", "www.example.org", "https://",
    "https://bank.example@evil.example/", "xhttps://example.org", "https:example.org",
  ];
  for (const text of texts) assert.deepEqual(links(text), [], text);
});

test("an @ before the own name calls it", () => {
  assert.ok(calls("hello @ada!", "Ada"));
  assert.ok(calls("@Ada Lovelace: yes", "Ada Lovelace"));
  assert.ok(calls("@J.R. (x)", "J.R. (x)"));
  for (const text of ["ada", "@adam", "me@ada", "https://x.example/@ada"]) assert.ok(!calls(text, "Ada"), text);
});

test("a text stays the text that it is, whatever is in it", () => {
  newDocument();
  assert.ok(attacks.length > 50);
  for (const text of [...attacks, "a\n\nb  c", "‮abc", "👍🏽 @Ada https://x.example"]) {
    assert.equal(partsOf(text, "Ada").map((part) => part.text).join(""), text);
    for (const node of said(text, "Ada")) {
      if (typeof node === "string") continue;
      assert.ok(["A", "MARK"].includes(node.tagName), text);
      if (node.tagName === "A") assert.match(node.getAttribute("href"), /^https?:\/\//);
      assert.equal(node.children.length, 0);
    }
  }
});

test("a link gives nothing away, and opens elsewhere", () => {
  newDocument();
  const [link] = said("https://example.org/", null);
  assert.equal(link.getAttribute("rel"), "noopener noreferrer nofollow");
  assert.equal(link.getAttribute("target"), "_blank");
});

const ADA = { id: "ada", name: "Ada" };
const at = (minute, day = 1) => new Date(2026, 0, day, 12, minute).getTime();
const line = (number, author, minute, more) => ({ number, kind: "line", author, name: author, at: at(minute), line: number, text: "x", ...more });
const rows = (lines, { queued = [], unreadAfter = null } = {}) => rowsOf({ lines, queued, me: ADA, unreadAfter });
const drawn = (list) => list.map(({ head, kind, number }) => [kind, number, head].filter(Boolean).join(" "));

test("lines of one author stand together for five minutes, and until another day", () => {
  const lines = [line(1, "bob", 0), line(2, "bob", 4), line(3, "bob", 9), line(4, "ada", 9), line(5, "ada", 9, { at: at(9, 2) })];
  assert.deepEqual(drawn(rows(lines)), ["day", "line 1 true", "line 2", "line 3 true", "line 4 true", "day", "line 5 true"]);
});

test("an act stands alone under its author's name", () => {
  const lines = [line(1, "bob", 0), line(2, "bob", 0, { text: "/me waves" }), line(3, "bob", 0)];
  assert.deepEqual(drawn(rows(lines)), ["day", "line 1 true", "line 2 true", "line 3 true"]);
});

test("what is new begins with the first line of somebody else after the mark", () => {
  const lines = [line(1, "bob", 0), line(2, "ada", 0), line(3, "bob", 0), line(4, "bob", 0)];
  assert.deepEqual(drawn(rows(lines, { unreadAfter: 1 })), ["day", "line 1 true", "line 2 true", "unread", "line 3 true", "line 4"]);
  assert.ok(!drawn(rows(lines, { unreadAfter: 4 })).includes("unread"));
});

test("a line on its way stands at the end until the room has it", () => {
  const queued = [{ line: 7, text: "y", at: at(1), state: "waiting" }];
  assert.deepEqual(rows([line(1, "ada", 0)], { queued }).map(({ key }) => key).slice(1), ["line 1", "queued 7"]);
  assert.deepEqual(rows([line(1, "ada", 0, { line: 7 })], { queued }).map(({ key }) => key).slice(1), ["line 1"]);
});

test("what is written is a line or a command", () => {
  const of = {
    "  hello  ": { kind: "line", text: "hello" },
    "   ": { kind: "nothing" },
    "/me  waves": { kind: "line", text: "/me waves" },
    "/me": { kind: "incomplete", name: "me" },
    "/block @Bob": { kind: "block", name: "Bob" },
    "/invite Ada Lovelace": { kind: "invite", name: "Ada Lovelace" },
    "/help": { kind: "help" },
    "/shrug": { kind: "unknown", name: "shrug" },
    "/constructor": { kind: "unknown", name: "constructor" },
    "//me": { kind: "line", text: "/me" },
    "/ what": { kind: "line", text: "/ what" },
    "two\n/help": { kind: "line", text: "two\n/help" },
  };
  for (const [written, order] of Object.entries(of)) assert.deepEqual(read(written), order, written);
});

test("a line has 2,000 characters, as the server counts them", () => {
  assert.equal(lengthOf("👍".repeat(2000)), 2000);
  assert.equal(read("👍".repeat(2000)).kind, "line");
  assert.equal(read("x".repeat(2001)).kind, "too_long");
});

test("who is called: the same letters first", () => {
  const people = [{ id: 1, name: "ada" }, { id: 2, name: "Ada" }, { id: 3, name: "Bob" }];
  assert.deepEqual(called("Ada", people).map(({ id }) => id), [2]);
  assert.deepEqual(called("ADA", people).map(({ id }) => id), [1, 2]);
  assert.deepEqual(called("bob", people).map(({ id }) => id), [3]);
});
