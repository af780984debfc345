/** Rules for all style sheets that no browser complains about. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../webui/styles/", import.meta.url);
const SHEETS = readdirSync(ROOT).map((name) => [name, readFileSync(new URL(name, ROOT), "utf8")]);

test("no animation lasts after its end: what it was about would be drawn apart in each frame", () => {
  const lasting = SHEETS.flatMap(([name, text]) =>
    (text.match(/animation[a-z-]*:[^;]*\b(both|forwards)\b/g) ?? []).map((rule) => `${name}: ${rule}`));
  assert.deepEqual(lasting, []);
});
