/** The life of a part of the page. */

import assert from "node:assert/strict";
import test from "node:test";

import { Component } from "../../webui/js/lib/component.js";

test("a release that fails keeps no other part from stopping", (context) => {
  const reported = [];
  globalThis.reportError = (error) => reported.push(error.message);
  context.after(() => delete globalThis.reportError);
  const released = [];
  const part = new Component();
  part.start();
  part.own(() => released.push("first"));
  part.own(() => {
    throw new Error("broken");
  });
  part.own(() => released.push("last"));
  part.stop();
  assert.deepEqual([released, reported, part.running], [["last", "first"], ["broken"], false]);
});
