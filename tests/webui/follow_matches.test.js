import assert from "node:assert/strict";
import test from "node:test";

import { followMatches } from "../../webui/js/follow_matches.js";

function setUp({ hidden }) {
  const listeners = [];
  const been = [];
  globalThis.location = { pathname: "/" };
  globalThis.document = { hidden, addEventListener: (_, listener) => listeners.push(listener) };
  const store = { state: { currentMatch: null, matches: {} } };
  const handlers = {};
  const session = { on: (type, handler) => (handlers[type] = handler) };
  followMatches({ router: { go: (path) => been.push(path) }, session, store });
  const tell = (match) => {
    store.state.currentMatch = match;
    return handlers.matched({ match });
  };
  return { been, tell, show: () => listeners.splice(0).map((listener) => listener()) };
}

test("a match that is told of again is gone to once", async () => {
  const { been, tell } = setUp({ hidden: false });
  await tell("m1");
  await tell("m1");
  await tell("m2");
  assert.deepEqual(been, ["/match/m1", "/match/m2"]);
});

test("a hidden tab that hears of its match twice goes there once, when it is seen", async () => {
  const { been, tell, show } = setUp({ hidden: true });
  const told = [tell("m1"), tell("m1")];
  assert.deepEqual(been, []);
  show();
  await Promise.all(told);
  assert.deepEqual(been, ["/match/m1"]);
});
