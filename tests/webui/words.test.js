/** Words for times, presence, refusals, causes, images and countries. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ago, country, sayPresence } from "../../webui/js/i18n/dates.js";
import { sayProblem } from "../../webui/js/i18n/say.js";
import { CODES } from "../../webui/js/lib/countries.js";
import { strength } from "../../webui/js/lib/strength.js";
import { sayCause } from "../../webui/js/pages/profile/played_row.js";
import { refused } from "../../webui/js/pages/profile/image_rules.js";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 26, 12);

test("how long ago", () => {
  const words = [30_000, 5 * MINUTE, 3 * 60 * MINUTE, 26 * 60 * MINUTE].map((passed) => ago(NOW - passed, NOW));
  assert.deepEqual(words, ["just now", "5 minutes ago", "3 hours ago", "yesterday"]);
  assert.equal(ago(NOW + 5000, NOW), "just now"); // our clock is slow
  assert.match(ago(NOW - 60 * 24 * 60 * MINUTE, NOW), /2026/);
});

test("where somebody is, and since when not", () => {
  assert.equal(sayPresence({ presence: "playing", seen: null }, NOW), "in a match");
  assert.equal(sayPresence({ presence: "offline", seen: null }, NOW), "offline");
  assert.equal(sayPresence({ presence: "offline", seen: NOW - 5 * MINUTE }, NOW), "offline, seen 5 minutes ago");
});

const ban = (until) => sayProblem({ status: 403, code: "banned", more: { reason: "Insults", until } });

test("a ban says why and until when", () => {
  assert.match(ban(NOW), /until .*2026.*Insults/);
  assert.match(ban(null), /for good.*Insults/);
});

test("waiting is said in seconds, wherever it comes from", () => {
  assert.match(sayProblem({ status: 429, code: "too_many_requests", retryAfter: 12 }), /12 s/);
  assert.match(sayProblem({ status: 503, code: "busy", retryAfter: 10 }), /10 s/);
  assert.match(sayProblem({ status: 503, code: "store_unavailable" }), /soon/);
});

test("why a match ended, from one side", () => {
  assert.equal(sayCause({ cause: "resigned", outcome: "won" }), "the other resigned");
  assert.equal(sayCause({ cause: "resigned", outcome: "lost" }), "resigned");
  assert.equal(sayCause({ cause: "aborted", outcome: "none" }), "broken off, everybody was gone");
  assert.equal(sayCause({ cause: "new one", outcome: "none" }), "ended by the server");
});

test("which files can be an image", () => {
  assert.equal(refused({ type: "image/png", size: 5 * 1024 * 1024 }), null);
  assert.match(refused({ type: "image/png", size: 5 * 1024 * 1024 + 1 }), /5 MB/);
  assert.match(refused({ type: "image/svg+xml", size: 10 }), /PNG/);
});

test("the page knows the countries that the server knows", () => {
  const source = readFileSync(new URL("../../gateway/api/countries.py", import.meta.url), "utf8");
  const [, assigned] = /ASSIGNED = """([^"]*)"""/.exec(source);
  assert.deepEqual(CODES, assigned.trim().split(/\s+/));
  assert.equal(country("CH"), "Switzerland");
});

test("how strong a password looks", () => {
  assert.equal(strength(""), 0);
  for (const weak of ["password", "12345678", "aaaaaaaaaaaa", "qwertyuiop", "abcabcabc", "sunshine1"]) {
    assert.equal(strength(weak), 1, weak);
  }
  assert.equal(strength("lovelace1843", ["Ada Lovelace"]), 1);
  for (const good of ["correct horse battery", "purple-otter-44-lamp", "tR7#kq92!xw"]) {
    assert.ok(strength(good) >= 3, good);
  }
});
