/** The own match while another page is shown: what the bar and the title of the tab say of it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { describe } from "../../webui/js/components/match_bar.js";
import { reduceMatches } from "../../webui/js/net/match_state.js";
import { isPlayed, ownMatch } from "../../webui/js/net/own_match.js";
import { NOBODY } from "../../webui/js/net/people_state.js";
import { titleOf } from "../../webui/js/titles.js";

const ADA = { side: -1, id: "p1", name: "Ada", here: true, budget: 30_000, why: null, pauses: 3 };
const BOB = { side: 1, id: "p2", name: "Bob", here: true, budget: 30_000, why: null, pauses: 3 };
const MATCH = {
  t: "match", match: "m1", mode: "quick", phase: "playing", settings: { points: 11, win_by_two: false },
  players: [ADA, BOB], sides: [-1], score: [3, 2], time: 4.5, until: null, winner: null, unsaved: 0,
};
const PAUSE = { t: "pause", match: "m1", time: 5, now: 1000, until: 24_000, away: [{ side: -1, why: "exited", budget: 23_000, pauses: 2 }] };
const FRIENDS = { path: "/friends", title: "Friends", settled: true };

/** The state of a page that has got these frames, the first at server time 0. */
function after(frames, more = {}) {
  const matches = frames.reduce((all, frame) => reduceMatches(all, frame, 0), {});
  const connection = { status: "online" };
  return { circle: { ...NOBODY, status: "ready" }, connection, currentMatch: "m1", lobby: null, matches, page: FRIENDS, ...more };
}

function bar(state, now = 0) {
  const own = ownMatch(state, now);
  return own && Object.values(describe(own)).filter(Boolean).join(" ");
}

test("who is away is told of whom, and the seconds that are left run", () => {
  const state = after([MATCH, PAUSE]);
  assert.equal(bar(state, 1000), "Your match against Bob waits for you. You lose it in 23 s.");
  assert.equal(bar(state, 12_500), "Your match against Bob waits for you. You lose it in 12 s.");
  assert.equal(bar(state, 15_000), "Your match against Bob waits for you. You lose it in 9 s. Return now: you lose your match in a few seconds.");
});

test("if play goes on without the player, the own time runs all the same", () => {
  const absent = { t: "absent", match: "m1", now: 2000, away: [{ side: -1, why: "exited", budget: 12_000, pauses: 0 }] };
  assert.match(bar(after([MATCH, absent]), 4000), /You lose it in 10 s/);
  const looked = after([{ ...MATCH, players: [{ ...ADA, here: false, budget: 8000 }, BOB] }]);
  assert.match(bar(looked, 3000), /You lose it in 5 s/);
});

test("if nobody is there nobody loses: it is broken off", () => {
  const away = [...PAUSE.away, { side: 1, why: "connection_lost", budget: 5000, pauses: 2 }];
  assert.match(bar(after([MATCH, { ...PAUSE, away, until: 121_000 }]), 1000), /It is broken off in 120 s/);
});

test("a match that has not begun is ready, and its seconds are those to come in", () => {
  const players = [{ ...ADA, here: false, budget: 10_000 }, BOB];
  const state = after([{ ...MATCH, phase: "waiting", players, until: 10_000 }]);
  assert.equal(bar(state, 4000), "Your match against Bob is ready and waits for you. You lose it in 6 s. Come now: you lose your match in a few seconds.");
  const nobody = players.map((player) => ({ ...player, here: false, budget: 10_000 }));
  assert.match(bar(after([{ ...MATCH, phase: "waiting", players: nobody, until: 120_000 }]), 4000), /You lose it in 6 s/);
});

test("a match that is played on another page is not waiting", () => {
  assert.equal(bar(after([MATCH])), "Your match against Bob is played in another tab.");
});

test("a chosen pause has no seconds that run", () => {
  assert.equal(bar(after([MATCH, { ...PAUSE, chosen: true, until: 1_800_000 }]), 1000), "Your match against Bob is paused.");
  const paused = { ...MATCH, phase: "paused", chosen: true, until: 1_800_000 };
  assert.equal(bar(after([paused])), "Your match against Bob is paused.");
  const countdown = { t: "countdown", match: "m1", starts: 5000, time: 5 };
  assert.equal(bar(after([paused, countdown])), "Your match against Bob is played in another tab.");
});

test("on one keyboard nobody sits opposite", () => {
  const state = after([{ ...MATCH, mode: "local", sides: [-1, 1] }, { ...PAUSE, away: [...PAUSE.away, { side: 1, why: "exited", budget: 1 }] }]);
  assert.match(bar(state, 1000), /^Your match waits; nobody is there now\./);
});

test("there is no bar on the page of the match, none without a match, and none for a moment after a page was left", () => {
  assert.equal(bar(after([MATCH, PAUSE], { page: { ...FRIENDS, path: "/match/m1" } })), null);
  assert.equal(bar(after([MATCH, PAUSE], { currentMatch: null })), null);
  assert.equal(bar(after([MATCH, PAUSE], { page: { ...FRIENDS, settled: false } })), null);
  assert.equal(bar(after([])), "Your match is waiting for you.");
});

test("a result that is not saved yet is no match that waits", () => {
  const state = after([{ ...MATCH, phase: "finished", unsaved: 2 }]);
  assert.equal(bar(state), "Your match against Bob is over; the result is being saved.");
});

test("a match is played if somebody is on each own seat", () => {
  const { matches } = after([MATCH]);
  assert.deepEqual([matches.m1, after([MATCH, PAUSE]).matches.m1, undefined].map(isPlayed), [true, false, false]);
  assert.equal(isPlayed({ ...matches.m1, sides: [] }), false, "nor is one that is watched");
});

const COURT = { path: "/match/m1", title: "Match", settled: true };

test("the title of the tab: the score and whose match", () => {
  assert.equal(titleOf(after([MATCH], { page: COURT }), 0), "3:2 Ada – Bob · Rally");
  assert.equal(titleOf(after([MATCH, PAUSE], { page: COURT }), 0), "Paused, 3:2 Ada – Bob · Rally");
  const offline = { page: COURT, connection: { status: "waiting" } };
  assert.equal(titleOf(after([MATCH], offline), 0), "Offline, 3:2 Ada – Bob · Rally");
  assert.equal(titleOf(after([MATCH, { t: "moved", match: "m1" }], { page: COURT }), 0), "Match · Rally");
  assert.equal(titleOf(after([], { page: COURT }), 0), "Match · Rally");
  const over = { t: "finished", match: "m1", cause: "played", winner: -1 };
  assert.equal(titleOf(after([MATCH, over], { page: COURT, currentMatch: null }), 0), "Match · Rally");
});

test("the title of the tab: a match that waits comes before all else", () => {
  const lobby = { queued: true };
  assert.equal(titleOf(after([MATCH, PAUSE], { lobby }), 1000), "● 23 s to return to your match · Rally");
  const players = [{ ...ADA, here: false }, BOB];
  assert.equal(titleOf(after([{ ...MATCH, phase: "waiting", players, until: 9 }]), 0), "● Your match is ready · Rally");
  const away = [...PAUSE.away, { side: 1, why: "exited", budget: 9 }];
  assert.equal(titleOf(after([MATCH, { ...PAUSE, away }]), 0), "● Your match is waiting · Rally");
  assert.equal(titleOf(after([MATCH]), 0), "Friends · Rally", "played in another tab");
});

test("the title of the tab: searching, the page, and how many wait for an answer", () => {
  const asks = [{ player: { id: "p7" }, at: 1 }, { player: { id: "p8" }, at: 1 }];
  const free = { currentMatch: null };
  assert.equal(titleOf(after([], { ...free, lobby: { queued: true } }), 0), "Looking for an opponent · Rally");
  assert.equal(titleOf(after([], free), 0), "Friends · Rally");
  const circle = { ...NOBODY, status: "ready", asks };
  assert.equal(titleOf(after([], { ...free, circle }), 0), "(2) Friends · Rally");
});
