/** The line of a rating, and the news of it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import "./dom.js";
import { points, range } from "../../webui/js/components/rating_chart.js";
import { followRatings } from "../../webui/js/follow_ratings.js";
import { followCall } from "../../webui/js/follow_call.js";
import { titleOf } from "../../webui/js/titles.js";
import { NOBODY } from "../../webui/js/net/people_state.js";
import { Store } from "../../webui/js/lib/store.js";

const STATE = {
  page: { path: "/friends", title: "Friends" }, matches: {}, connection: { status: "online" }, circle: NOBODY,
};

test("a line goes from edge to edge, the highest number at the top", () => {
  const all = points([1500, 1600, 1400], 220, 120);
  assert.deepEqual(all, [[10, 60], [110, 10], [210, 110]]);
});

test("small changes look small, and a single number lies in the middle", () => {
  assert.deepEqual(range([1500, 1520]), { low: 1460, high: 1560 });
  assert.deepEqual(points([1500], 220, 120), [[10, 60]]);
});

test("who is called sees it in the title until it is over, and reads it everywhere", () => {
  const store = new Store({ page: { path: "/friends", title: "Friends" } });
  const heard = {};
  const later = [];
  const said = [];
  const session = { on: (kind, handler) => (heard[kind] = handler), clock: { now: () => 1000 } };
  followCall({ session, store, notify: ({ text }) => said.push(text), world: { later: (act, ms) => later.push([act, ms]) } });
  heard.called({ call: "c1", until: 21_000 });
  assert.equal(titleOf({ ...STATE, called: store.state.called }, 20_999), "● An opponent is there · Rally");
  assert.equal(titleOf({ ...STATE, called: store.state.called }, 21_000), "Friends · Rally");
  assert.match(said[0], /within 20 s/);
  const [[act, ms]] = later;
  assert.equal(ms, 20_000);
  act();
  assert.equal(store.state.called, null);
  heard.error({ code: "not_here" });
  assert.equal(said.length, 2);
  store.set({ page: { path: "/", title: "Lobby" } });
  heard.error({ code: "not_here" });
  assert.equal(said.length, 2, "the lobby says it by itself");
});

test("the store has the last change of each match, and a reversal is said", () => {
  const store = new Store({});
  const said = [];
  let tell;
  followRatings({ store, session: { on: (_, handler) => (tell = handler) }, notify: ({ text }) => said.push(text) });
  const frame = { match: "m1", mode: "classic", kind: "result", rating: 1530, change: 30 };
  tell(frame);
  tell({ ...frame, match: "m2", rating: 1560 });
  assert.deepEqual(Object.keys(store.state.ratings), ["m1", "m2"]);
  assert.deepEqual(said, []);
  tell({ ...frame, kind: "reversal", rating: 1530, change: -30 });
  assert.equal(store.state.ratings.m1.change, -30);
  assert.deepEqual(said, ["A result was taken back. Your rating in Classic is 1530."]);
});
