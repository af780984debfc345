/** What the pages know of a match after each frame. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { isBeingSaved, isNotSavedAtAll, isOver, isTakenForAway, onlyFinished, reduceMatches } from "../../webui/js/net/match_state.js";

const SEATS = [
  { side: -1, id: "p1", name: "Ada", here: true, budget: 30000, why: null },
  { side: 1, id: "p2", name: "Bob", here: false, budget: 9000, why: "server_restarted" },
];
const MATCH = {
  t: "match",
  match: "m1",
  phase: "playing",
  settings: { points: 3, win_by_two: false, sets: 1 },
  sets: [0, 0],
  players: SEATS,
  sides: [-1],
  score: [2, 1],
  time: 4.5,
  winner: null,
  unsaved: 0,
};

const after = (...frames) => frames.reduce(reduceMatches, {}).m1;
const unsaved = (points) => ({ t: "unsaved", match: "m1", points });
const missing = (side, why) => [{ side, why, budget: 30000 }];
const point = { t: "point", match: "m1", score: [3, 1], time: 9.5, sets: [1, 0] };

test("a page that comes into a pause is told why, by the match itself", () => {
  const { away } = after({ ...MATCH, phase: "paused" });
  assert.deepEqual(away, [{ side: 1, why: "server_restarted", budget: 9000 }]);
});

test("points that are not saved are counted until they are", () => {
  assert.equal(after(MATCH, unsaved(2)).unsaved, 2);
  assert.equal(after(MATCH, unsaved(2), unsaved(0)).unsaved, 0);
  assert.equal(after({ ...MATCH, unsaved: 3 }).unsaved, 3);
});

test("a match that is not saved itself counts as one more than its points", () => {
  const begun = after({ ...MATCH, score: [0, 0], unsaved: 1 });
  assert.equal(isNotSavedAtAll(begun), true);
  assert.equal(isNotSavedAtAll({ ...begun, score: [1, 0] }), false);
  assert.equal(isNotSavedAtAll({ ...begun, score: [1, 1], unsaved: 3 }), true);
  assert.equal(isNotSavedAtAll({ ...begun, unsaved: 0 }), false);
});

test("a set that is won begins the next one, and only most of them win", () => {
  const match = { ...MATCH, settings: { ...MATCH.settings, sets: 3 }, unsaved: 1 };
  const second = after(match, { ...point, score: [0, 0] });
  assert.deepEqual([second.score, second.sets, isBeingSaved(second)], [[0, 0], [1, 0], false]);
  assert.equal(isNotSavedAtAll(second), false);
  assert.equal(isBeingSaved(after(match, { ...point, sets: [2, 0] })), true);
});

test("a decided match whose result is not saved is not over", () => {
  const decided = after(MATCH, unsaved(1), point);
  assert.deepEqual([isOver(decided), isBeingSaved(decided)], [false, true]);
  const shown = after({ ...MATCH, phase: "finished", winner: 1, unsaved: 1 });
  assert.deepEqual([isOver(shown), isBeingSaved(shown)], [false, true]);
  assert.equal(isOver(after({ ...MATCH, phase: "finished", winner: 1, unsaved: 1 }, unsaved(0))), true);
});

test("the end is told when it is saved", () => {
  const finished = { t: "finished", match: "m1", cause: "played", winner: -1 };
  const over = after(MATCH, unsaved(1), point, finished);
  assert.deepEqual([isOver(over), isBeingSaved(over), over.score], [true, false, [3, 1]]);
  assert.deepEqual(over.pauses, []);
});

test("an ordinary point waits for nothing", () => {
  assert.equal(isBeingSaved(after(MATCH, unsaved(1))), false);
  assert.equal(isBeingSaved(after(MATCH, point)), false);
});

test("what was not saved may be void after a resync", () => {
  const matches = { m1: after(MATCH, unsaved(1), point), m2: { phase: "finished", unsaved: 0 } };
  assert.deepEqual(Object.keys(onlyFinished(matches)), ["m2"]);
});

test("a page that is taken for away knows it, unless the server stops", () => {
  assert.equal(isTakenForAway(MATCH, [-1]), false);
  assert.equal(isTakenForAway(MATCH, [1]), true);
  assert.equal(isTakenForAway({ ...MATCH, phase: "finished" }, [1]), false);
  assert.equal(isTakenForAway({ t: "pause", match: "m1", away: missing(1, "exited") }, [1]), true);
  assert.equal(isTakenForAway({ t: "pause", match: "m1", away: missing(1, "exited") }, [-1]), false);
  assert.equal(isTakenForAway({ t: "pause", match: "m1", away: missing(1, "server_stopping") }, [1]), false);
});

test("whom play does not wait for is away, and the match goes on", () => {
  const gone = { t: "absent", match: "m1", away: [{ side: 1, why: "exited", budget: 9000, pauses: 0 }], now: 1 };
  const shown = after(MATCH, gone);
  assert.equal(shown.phase, "playing");
  assert.deepEqual(shown.players[1], { ...SEATS[1], here: false, budget: 9000, pauses: 0 });
  assert.equal(after(MATCH, gone, { ...gone, away: [] }).players[1].here, true);
  assert.equal(isTakenForAway(gone, [1]), true);
});

test("a flight tells how late the keys of whoever it goes to may come", () => {
  const flight = { t: "flight", match: "m1", flight: { side: 1, window: 0.0459 } };
  const before = reduceMatches({}, MATCH);
  const shown = reduceMatches(before, flight);
  assert.deepEqual(shown.m1.players.map(({ window }) => window), [undefined, 45]);
  assert.equal(reduceMatches(shown, flight), shown, "the same again changes nothing");
});

test("a countdown tells what the pause has cost", () => {
  const shown = after(MATCH, { t: "countdown", match: "m1", starts: 1, time: 4.5, budgets: [30000, 6000] });
  assert.deepEqual(shown.players.map(({ budget, here }) => [budget, here]), [[30000, true], [6000, true]]);
});
