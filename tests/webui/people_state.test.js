/** Friends, requests and blocks as pure state: from lists, from frames, and while an undo is possible. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  NOBODY, UNKNOWN, isHere, knownIn, leaving, listed, loaded, matchToWatch, moved, relationShown, shown, sorted, tied,
} from "../../webui/js/net/people_state.js";

const person = (id) => ({ id, name: id.toUpperCase(), avatar: null });
const line = (id, at = 0) => ({ player: person(id), at });
const ids = (lines) => lines.map(({ player }) => player.id);
const circle = () => loaded(NOBODY, { friends: [line("a")], asked: [line("b")], asks: [line("c")], blocks: [line("d")] });

test("what somebody is follows from the list they are in", () => {
  const relations = ["a", "b", "c", "d", "e"].map((id) => relationShown(circle(), id));
  assert.deepEqual(relations, ["friend", "asked", "asks", "blocked", "none"]);
});

test("a guest has blocks alone", () => {
  const state = loaded(NOBODY, { blocks: [line("d")] });
  assert.deepEqual([state.status, state.friends, ids(state.blocks)], ["ready", [], ["d"]]);
});

test("a tie moves somebody from one list to the other", () => {
  const accepted = tied(circle(), { player: person("c"), relation: "friend" }, 7);
  assert.deepEqual([ids(accepted.friends), ids(accepted.asks)], [["a", "c"], []]);
  assert.equal(accepted.friends[1].at, 7);
  const blocked = tied(accepted, { player: person("a"), relation: "blocked" }, 8);
  assert.deepEqual([ids(blocked.friends), ids(blocked.blocks)], [["c"], ["d", "a"]]);
  assert.deepEqual(ids(tied(blocked, { player: person("d"), relation: "none" }, 9).blocks), ["a"]);
});

test("a tie that is known changes nothing", () => {
  const state = circle();
  assert.equal(tied(state, { player: person("a"), relation: "friend" }, 7), state);
});

test("a tie that is known may bring another name or image", () => {
  const named = { id: "c", name: "Countess", avatar: "f00" };
  const state = tied(circle(), { player: named, relation: "asks" }, 7);
  assert.deepEqual(state.asks, [{ player: named, at: 0 }]);
  assert.equal(knownIn(state, "c"), named);
  assert.equal(knownIn(state, "stranger"), undefined);
});

test("who is on the way out is not shown, and comes back", () => {
  const state = leaving(circle(), "a", true);
  assert.deepEqual([shown(state, "friends"), relationShown(state, "a")], [[], "none"]);
  assert.deepEqual(ids(shown(leaving(state, "a", false), "friends")), ["a"]);
});

test("a list from the server does not bring back who is on the way out", () => {
  const state = loaded(leaving(circle(), "a", true), { friends: [line("a"), line("f")] });
  assert.deepEqual(ids(shown(state, "friends")), ["f"]);
});

test("a tie ends the way out", () => {
  const gone = tied(leaving(circle(), "a", true), { player: person("a"), relation: "none" }, 7);
  assert.deepEqual([gone.leaving, gone.friends], [[], []]);
});

test("friends who are here come first, then by name", () => {
  const friends = ["a", "b", "c", "d", "e"].map((id) => line(id));
  const presence = listed({
    friends: [
      { player: "a", presence: "offline", match: null, seen: 1 },
      { player: "c", presence: "away", match: null, seen: null },
      { player: "d", presence: "playing", match: "m", seen: null },
    ],
  });
  const news = moved(presence, { player: "e", presence: "online", match: null, seen: null });
  assert.deepEqual(ids(sorted(friends, news)), ["d", "e", "c", "a", "b"]);
});

test("a match can be watched while somebody plays it, but not one's own", () => {
  const own = { currentMatch: "m1" };
  assert.equal(matchToWatch({ presence: "playing", match: "m2" }, own), "m2");
  assert.equal(matchToWatch({ presence: "playing", match: "m1" }, own), null);
  assert.equal(matchToWatch({ presence: "offline", match: null }, own), null);
});

test("before the lists are read nobody is a stranger, and after a failure neither", () => {
  const failed = { ...NOBODY, status: "failed" };
  assert.deepEqual([NOBODY, failed, loaded(NOBODY, {})].map((known) => relationShown(known, "x")), ["unknown", "unknown", "none"]);
});

test("of whom nothing is known is neither here nor gone", () => {
  const friends = [line("a"), line("b")];
  const known = moved({}, { player: "b", presence: "offline", match: null, seen: null });
  assert.deepEqual(ids(sorted(friends, known)), ["b", "a"]);
  const here = ["online", "away", "playing", "offline"].map((presence) => isHere({ presence }));
  assert.deepEqual([here, isHere(UNKNOWN), isHere(undefined)], [[true, true, true, false], false, false]);
});
