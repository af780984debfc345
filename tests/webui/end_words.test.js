/** The end of a match in one sentence. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { sayEnd } from "../../webui/js/pages/end_words.js";

const players = [{ side: -1, id: "p1", name: "Ada" }, { side: 1, id: "p2", name: "Bob" }];
const say = (me, cause, winner, mode = "quick") =>
  sayEnd({ mode, points: 11, players, result: { cause, winner, score: [3, 7], seconds: 9, pauses: [] } }, me);

test("from the side of the player, whatever the cause", () => {
  assert.equal(say("p1", "forfeit_absent", 1), "You lost to Bob by being away, 3 : 7.");
  assert.equal(say("p2", "forfeit_absent", 1), "You won against Ada, who stayed away, 7 : 3.");
  assert.equal(say("p1", "no_show", 1), "You lost to Bob by not coming.");
  assert.equal(say("p2", "played", 1), "You won against Ada, 7 : 3.");
  assert.equal(say("p1", "resigned", 1), "You lost to Bob, 3 : 7.");
  assert.equal(say("p1", "aborted", 0), "Your match against Bob was broken off at 3 : 7.");
});

test("on one keyboard nobody has won or lost against anybody", () => {
  const both = players.map((player) => ({ ...player, id: "p1" }));
  const record = { mode: "local", points: 11, players: both, result: { cause: "aborted", winner: 0, score: [3, 7], seconds: 9, pauses: [] } };
  for (const mode of ["local", "tournament"]) { // a tournament's shared computer
    assert.equal(sayEnd({ ...record, mode }, "p1"), "Your match on one keyboard has ended at 3 : 7.");
  }
});
