/** The catalogue: every text that the code uses is there, and every text there is used. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { en as first } from "../../webui/js/i18n/en.js";
import { factors } from "../../webui/js/i18n/en_factors.js";
import { mail } from "../../webui/js/i18n/en_mail.js";
import { programs } from "../../webui/js/i18n/en_programs.js";
import { providers } from "../../webui/js/i18n/en_providers.js";
import { tournaments } from "../../webui/js/i18n/en_tournaments.js";
import { ways } from "../../webui/js/i18n/en_ways.js";
import { duration, t } from "../../webui/js/i18n/t.js";

const en = { ...first, ...factors, ...mail, ...programs, ...providers, ...tournaments, ...ways };
const ROOT = new URL("../../webui/js/", import.meta.url);
// keys as they stand in the code: "lobby.title", or `sign.${way}.submit` with anything in the braces
const WRITTEN = /(["`])((?:[a-z]+|\$\{[^}]+\})(?:\.(?:[a-z_]+|\$\{[^}]+\}))*(?:\$\{[^}]+\})?)\1/g;

function sources() {
  const names = readdirSync(ROOT, { recursive: true }).filter((name) => name.endsWith(".js"));
  const own = names.filter((name) => !name.startsWith("i18n/en"));
  return own.map((name) => readFileSync(new URL(name, ROOT), "utf8")).join("\n");
}

/** Patterns of the keys that appear in a text, with braces or without. */
function keysIn(text) {
  return [...text.matchAll(WRITTEN)].map(([, , key]) => key);
}

function asPattern(key) {
  const parts = key.split(/\$\{[^}]+\}/).map((part) => part.replaceAll(".", "\\."));
  return new RegExp(`^${parts.join("[a-z_.]*")}$`);
}

test("every key given to t() is in the catalogue", () => {
  const asked = [...sources().matchAll(/\bt\((?:[^()"`]*\? )?"([a-z._]+)"/g)].map(([, key]) => key);
  assert.ok(asked.length > 50, `only ${asked.length} keys found`);
  assert.deepEqual(asked.filter((key) => !(key in en)), []);
});

test("every text of the catalogue is used somewhere", () => {
  const patterns = keysIn(sources()).filter((key) => /[a-z]/.test(key.replace(/\$\{[^}]+\}/g, ""))).map(asPattern);
  const idle = Object.keys(en).filter((key) => !patterns.some((pattern) => pattern.test(key)));
  assert.deepEqual(idle, []);
});

test("values are filled in, and a missing one stays visible", () => {
  assert.equal(t("result.wins", { name: "Ada" }), "Ada wins");
  assert.equal(t("result.wins"), "{name} wins");
});

test("a text chosen by count", () => {
  assert.equal(t("lobby.playing", { count: 1 }), "1 match being played");
  assert.equal(t("lobby.playing", { count: 0 }), "0 matches being played");
});

test("an unknown key comes back as it is", () => {
  assert.equal(t("no.such.key"), "no.such.key");
});

test("lengths of time in words", () => {
  assert.deepEqual([59.9, 120, 194.75].map(duration), ["59 s", "2 min", "3 min 14 s"]);
});
