/** The line of a rating, and the news of it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import "./dom.js";
import { points, range } from "../../webui/js/components/rating_chart.js";
import { followRatings } from "../../webui/js/follow_ratings.js";
import { Store } from "../../webui/js/lib/store.js";

test("a line goes from edge to edge, the highest number at the top", () => {
  const all = points([1500, 1600, 1400], 220, 120);
  assert.deepEqual(all, [[10, 60], [110, 10], [210, 110]]);
});

test("small changes look small, and a single number lies in the middle", () => {
  assert.deepEqual(range([1500, 1520]), { low: 1460, high: 1560 });
  assert.deepEqual(points([1500], 220, 120), [[10, 60]]);
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
