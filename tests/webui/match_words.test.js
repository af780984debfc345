/** What the match page says over the court, and what the result page says afterwards. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { stateOfPlay } from "../../webui/js/pages/match/state_of_play.js";
import { again, fromRecord, verdict } from "../../webui/js/pages/outcome.js";

const ADA = { side: -1, id: "p1", name: "Ada", here: true, budget: 30000 };
const BOB = { side: 1, id: "p2", name: "Bob", here: true, budget: 30000 };
const PLAYING = { mode: "quick", phase: "playing", players: [ADA, BOB], sides: [-1], away: [], moved: false };

function say(model, more = {}) {
  return stateOfPlay({ ...PLAYING, ...model }, { online: true, now: 0, passed: 0, ...more });
}

test("while play goes on nothing stands over the court", () => {
  assert.equal(say({}), null);
  assert.equal(say({ phase: "countdown", starts: 1000 }, { now: 1000 }), null);
});

test("the countdown says 3, 2, 1, and never more than 3", () => {
  const counts = [-900, 0, 1, 1000, 2000, 2999].map((now) => say({ phase: "countdown", starts: 3000 }, { now }).count);
  assert.deepEqual(counts, [3, 3, 3, 2, 1, 1]);
});

test("the countdown after a pause says that the missing are back", () => {
  const lines = [0, 12.5].map((time) => say({ phase: "countdown", starts: 3000, time }).lines);
  assert.deepEqual(lines, [[], ["Everybody is back."]]);
});

test("a pause names who is missing, why, and the budget that ticks", () => {
  const away = [{ side: 1, why: "exited", budget: 20000 }];
  const { lines } = say({ phase: "paused", away }, { passed: 4500 });
  assert.deepEqual(lines, ["Bob has left the court.", "16 s left to come back"]);
});

test("a pause that is one's own fault says so", () => {
  const away = [{ side: -1, why: "connection_lost", budget: 1000 }];
  const { lines } = say({ phase: "paused", away }, { passed: 9000 });
  assert.deepEqual(lines, ["Your connection was lost.", "0 s left of your own time away"]);
});

test("being offline hides all else, as nothing else is sure", () => {
  assert.equal(say({ phase: "paused" }, { online: false }).kind, "offline");
  assert.equal(say({ moved: true }).kind, "moved");
});

function told(result, id, mode = "quick") {
  const record = { mode, points: 11, win_by_two: false, players: [BOB, ADA], result };
  const { title, cause } = verdict(fromRecord({ ...record, result: { score: [0, 0], seconds: 1, ...result } }), id);
  return `${title}: ${cause}`;
}

test("the verdict is told from the reader's side", () => {
  const resigned = { cause: "resigned", winner: -1 };
  assert.equal(told(resigned, "p1"), "You won: Bob resigned.");
  assert.equal(told(resigned, "p2"), "You lost: You resigned.");
  assert.equal(told(resigned, "p3"), "Ada wins: Bob resigned.");
  assert.equal(told({ cause: "played", winner: 1 }, "p1", "local"), "Bob wins: First to 11.");
  assert.match(told({ cause: "server_fault", winner: 0 }, "p1"), /^Nobody wins: .*our fault/);
});

test("another match like it", () => {
  const settings = { points: 3, win_by_two: true };
  const players = [ADA, BOB];
  assert.deepEqual(again({ mode: "quick", settings, players }), { t: "queue" });
  assert.deepEqual(again({ mode: "ai", settings, players }, { t: "ai", level: "hard" }), { t: "ai", level: "hard", settings });
  assert.deepEqual(again({ mode: "local", settings, players }), { t: "local", settings, names: ["Ada", "Bob"] });
  assert.deepEqual(again({ mode: "private", settings, players }), { t: "open", settings, private: true });
});
