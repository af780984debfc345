/** The page and the server judge every field alike: both are checked against fields.json. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { sayField } from "../../webui/js/i18n/say.js";
import { broken } from "../../webui/js/lib/rules.js";

const examples = JSON.parse(readFileSync(new URL("fields.json", import.meta.url), "utf8"));

for (const { field, value, rule } of examples) {
  test(`${field} ${JSON.stringify(value)}: ${rule ?? "fine"}`, () => {
    assert.equal(broken(field, value)?.rule ?? null, rule);
  });
}

test("of a weak password the page says what the server says", () => {
  const reasons = JSON.parse(readFileSync(new URL("weak.json", import.meta.url), "utf8"));
  for (const [why, { detail }] of Object.entries(reasons)) {
    assert.equal(sayField({ field: "password", rule: "weak", why, detail: "" }), detail);
  }
});

test("every rule has words of its own", () => {
  const faults = examples.map(({ field, value }) => ({ field, ...broken(field, value) }));
  const broke = faults.filter(({ rule }) => rule);
  const other = sayField({ field: "name", rule: "no such rule" });
  for (const fault of [...broke, { field: "password", rule: "weak" }, { field: "name", rule: "taken" }]) {
    const text = sayField(fault);
    assert.notEqual(text, other);
    assert.doesNotMatch(text, /[{}]/);
  }
});
