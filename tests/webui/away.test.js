/** When the server is told that nobody is at the page. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { followAttention } from "../../webui/js/away.js";

let page = null;
let sent = [];
let welcome = null;

function sign(type, timeStamp = 10_000) {
  const event = new Event(type);
  Object.defineProperty(event, "timeStamp", { value: timeStamp });
  page.dispatchEvent(event);
}

function hide(hidden) {
  page.hidden = hidden;
  page.dispatchEvent(new Event("visibilitychange"));
}

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  page = Object.assign(new EventTarget(), { hidden: false });
  globalThis.document = page;
  sent = [];
  followAttention({
    session: { on: (_, handler) => (welcome = handler), send: ({ t, on }) => sent.push([t, on]) },
  });
});

afterEach(() => mock.timers.reset());

test("a hidden page is away, and back when it is looked at", () => {
  hide(true);
  hide(false);
  assert.deepEqual(sent, [["away", true], ["away", false]]);
});

test("a new connection of a hidden page is told again", () => {
  hide(true);
  welcome();
  assert.deepEqual(sent, [["away", true], ["away", true]]);
});

test("signs of somebody say nothing new while the page is not away", () => {
  sign("keydown");
  sign("pointermove", 20_000);
  assert.deepEqual(sent, []);
});

test("minutes without a sign are away, the next sign ends it", () => {
  sign("keydown");
  mock.timers.tick(4 * 60_000);
  sign("pointerdown", 250_000);
  mock.timers.tick(4 * 60_000);
  assert.deepEqual(sent, []);
  mock.timers.tick(60_000);
  assert.deepEqual(sent, [["away", true]]);
  sign("keydown", 250_100); // soon after the last sign of life, but it ends at once
  assert.deepEqual(sent.at(-1), ["away", false]);
});
