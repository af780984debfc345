/** A rematch: what both pages say of it, and what reaches the store. */

import assert from "node:assert/strict";
import test from "node:test";

import { reduceMatches } from "../../webui/js/net/match_state.js";
import { isPauseKey } from "../../webui/js/pages/match/pause_key.js";
import { fromModel, fromRecord } from "../../webui/js/pages/outcome.js";
import { rematchState } from "../../webui/js/pages/rematch.js";

const ME = { side: -1 };
const OFFERED = { offers: [-1], until: 2000, over: false };

test("an offer is sent by one, asked of the other, and runs out", () => {
  assert.equal(rematchState(undefined, ME, 0), "open");
  assert.equal(rematchState(OFFERED, ME, 1999), "sent");
  assert.equal(rematchState(OFFERED, { side: 1 }, 1999), "asked");
  assert.equal(rematchState(OFFERED, ME, 2000), "late");
});

test("it begins when both want it, and is over when one has gone on", () => {
  assert.equal(rematchState({ offers: [-1, 1], until: 2000, over: true }, ME, 0), "begins");
  assert.equal(rematchState({ offers: [], until: 0, over: true }, ME, 0), "gone");
});

test("the store keeps what a frame says of it, and of a chosen pause", () => {
  const player = { side: -1, here: true };
  const before = { m1: { phase: "playing", players: [player], chosen: false } };
  const paused = reduceMatches(before, { t: "pause", match: "m1", time: 1, away: [], until: 9, chosen: true });
  assert.equal(paused.m1.chosen, true);
  const goesOn = reduceMatches(paused, { t: "countdown", match: "m1", starts: 5, time: 1, budgets: [1, 1] });
  assert.equal(goesOn.m1.chosen, false);
  const { m1 } = reduceMatches(goesOn, { t: "rematch", match: "m1", seq: 7, ...OFFERED });
  assert.deepEqual(m1.rematch, OFFERED);
  assert.deepEqual(reduceMatches({}, { t: "rematch", match: "m2", ...OFFERED }), {});
});

test("the level of the machine is known from the match and from its record", () => {
  const settings = { points: 3, win_by_two: false };
  const players = [{ side: -1, level: null }, { side: 1, level: "hard" }];
  assert.equal(fromModel({ mode: "ai", settings, players }).level, "hard");
  assert.equal(fromRecord({ mode: "ai", level: "easy", players, result: {} }).level, "easy");
});

function key(more) {
  return isPauseKey({ key: "x", code: "KeyX", ...more });
}

test("P pauses wherever it is printed, Escape where it closes nothing, and neither with a modifier", () => {
  assert.equal(key({ key: "p", code: "KeyR" }), true); // Dvorak
  assert.equal(key({ key: "з", code: "KeyP" }), true); // Russian
  assert.equal(key({ key: "Escape", code: "Escape" }), true);
  for (const more of ["ctrlKey", "altKey", "metaKey", "repeat", "defaultPrevented"]) {
    assert.equal(key({ key: "p", [more]: true }), false, more);
  }
  assert.equal(key({}), false);
  assert.equal(key({ key: "Escape", target: { closest: () => ({}) } }), false);
});
