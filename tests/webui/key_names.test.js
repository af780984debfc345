import assert from "node:assert/strict";
import { test } from "node:test";

import { withKeyNames } from "../../webui/js/lib/key_names.js";

async function namesWith(keyboard) {
  Object.defineProperty(globalThis, "navigator", { value: { keyboard }, configurable: true });
  const used = [];
  await withKeyNames(({ up, down }) => used.push(up + down));
  return used;
}

async function refuse() {
  throw new DOMException("no", "SecurityError");
}

test("keys are named as the layout prints them", async () => {
  const azerty = new Map([["KeyW", "z"], ["KeyS", "s"]]);
  assert.deepEqual(await namesWith({ getLayoutMap: async () => azerty }), ["WS", "ZS"]);
});

test("where the layout is not told they have their usual names", async () => {
  assert.deepEqual(await namesWith(undefined), ["WS"]);
  assert.deepEqual(await namesWith({ getLayoutMap: refuse }), ["WS"]);
  assert.deepEqual(await namesWith({ getLayoutMap: async () => new Map() }), ["WS", "WS"]);
});
