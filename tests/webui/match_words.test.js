/** The text over the court of a match, and the text of the result page. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { line } from "../../webui/js/pages/match/fair_play.js";
import { leaving } from "../../webui/js/pages/match/questions.js";
import { stateOfPlay } from "../../webui/js/pages/match/state_of_play.js";
import { again, fromRecord, pauseLines, verdict } from "../../webui/js/pages/outcome.js";

const ADA = { side: -1, id: "p1", name: "Ada", here: true, budget: 30000 };
const BOB = { side: 1, id: "p2", name: "Bob", here: true, budget: 30000 };
const MACHINE = { side: 1, id: null, name: "Rally AI", here: true, budget: 30000 };
const SETTINGS = { points: 3, win_by_two: false, sets: 1 };
const PLAYING = {
  mode: "quick",
  phase: "playing",
  settings: SETTINGS,
  players: [ADA, BOB],
  sides: [-1],
  score: [0, 0],
  sets: [0, 0],
  winner: null,
  unsaved: 0,
  away: [],
  moved: false,
};
const ONLINE = { status: "online", restarting: false };

function say(model, more = {}) {
  return stateOfPlay({ ...PLAYING, ...model }, { connection: ONLINE, now: 0, passed: 0, ...more });
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
  assert.deepEqual(say({ phase: "countdown", starts: 3000, time: 5, players: [ADA, MACHINE] }).lines, []);
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

test("a pause of one's own says how it ends, and to others that it is wanted", () => {
  const mine = say({ phase: "paused", chosen: true });
  assert.deepEqual([mine.kind, mine.lines], ["chosen", ["It stands for half an hour at most."]]);
  const watched = say({ phase: "paused", chosen: true, sides: [] });
  assert.deepEqual([watched.kind, watched.lines], ["paused", ["The player takes a break."]]);
});

test("who has no pauses left is told that play does not wait", () => {
  const away = [{ side: 1, why: "exited", budget: 20000, pauses: 0 }];
  assert.match(say({ phase: "paused", away }).lines[2], /play goes on without/);
  const lines = (players) => say({ phase: "countdown", starts: 3000, time: 5, players }).lines;
  assert.deepEqual(lines([ADA, { ...BOB, here: false }]), ["Play goes on without Bob."]);
});

function warning(pauses, more) {
  return leaving({ ...PLAYING, players: [{ ...ADA, pauses }, BOB], ...more }).text;
}

test("what is asked before one leaves says what it costs", () => {
  assert.match(warning(2), /three seconds at least; 2 are left/);
  assert.match(warning(1), /this is your last one/);
  assert.match(warning(0), /used up your pauses/);
  assert.match(warning(3, { players: [ADA, MACHINE] }), /paused until you come back/);
});

test("the fair play of a player in words", () => {
  const words = line({ name: "Ada", window: 45, pauses: 1, budget: 24999 });
  assert.equal(words, "Ada: keys count up to 45 ms late; 1 pause left, 24 s away at most.");
});

test("who has both seats is told once", () => {
  const away = [-1, 1].map((side) => ({ side, why: "server_restarted", budget: 30000 }));
  const { lines } = say({ phase: "paused", sides: [-1, 1], away });
  assert.deepEqual(lines, ["The server was restarted; nothing is lost.", "30 s left of your own time away"]);
});

test("being offline hides all else, as nothing else is sure", () => {
  const offline = say({ phase: "paused" }, { connection: { status: "waiting", restarting: false } });
  assert.deepEqual([offline.kind, offline.title], ["offline", "You are offline"]);
  assert.equal(say({ moved: true }).kind, "moved");
});

test("being offline because the server restarts is not the player's doing", () => {
  const { title, lines } = say({}, { connection: { status: "connecting", restarting: true } });
  assert.equal(title, "The server restarts");
  assert.match(lines[0], /comes back by itself/);
});

test("to one who watches it is somebody else's match", () => {
  for (const [model, connection] of [
    [{}, { status: "connecting", restarting: true }],
    [{}, { status: "waiting", restarting: false }],
    [{ phase: "waiting" }, ONLINE],
  ]) {
    const lines = [true, false].map((watching) => say(model, { connection, watching }).lines[0]);
    assert.match(lines[1], /\byou\b|\bYour\b/);
    assert.doesNotMatch(lines[0], /of you\b|for you\b|\bYour\b/);
  }
});

test("a pause because the server stops says so, to both", () => {
  const away = [-1, 1].map((side) => ({ side, why: "server_stopping", budget: 30000 }));
  const { lines } = say({ phase: "paused", away });
  assert.match(lines[0], /server restarts.*comes back by itself/);
  assert.match(lines[2], /server restarts; Bob/);
});

test("a match that is decided but not saved shows who won and what it waits for", () => {
  const last = { score: [3, 1], sets: [1, 0] };
  assert.equal(say({ ...last, unsaved: 0 }), null); // the frame of the end comes soon
  const { kind, title, lines } = say({ ...last, unsaved: 1 });
  assert.deepEqual([kind, title, lines[0]], ["finished", "Ada wins", "Saving the result…"]);
  const resigned = say({ phase: "finished", winner: 1, unsaved: 2 });
  assert.deepEqual([resigned.title, resigned.lines[0]], ["Bob wins", "Saving the result…"]);
  assert.deepEqual(say({ phase: "finished", winner: 1 }).lines, []);
});

function told(result, id, mode = "quick") {
  const record = { mode, settings: { ...SETTINGS, points: 11 }, players: [BOB, ADA], result };
  const rest = { score: [0, 0], seconds: 1, pauses: [] };
  const { title, cause } = verdict(fromRecord({ ...record, result: { ...rest, ...result } }), id);
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

test("at a shared computer nobody is you", () => {
  const players = [{ ...ADA, id: "p1" }, { ...BOB, id: "p1" }];
  const result = { cause: "played", winner: 1, score: [0, 1], seconds: 1, pauses: [] };
  const record = fromRecord({ mode: "tournament", settings: { ...SETTINGS, points: 1 }, players, result });
  assert.equal(verdict(record, "p1").title, "Bob wins");
});

test("pauses say whose doing they were, and the server's is one for both", () => {
  const pauses = [
    { side: 1, time: 12.75, why: "connection_lost", seconds: 8.4 },
    { side: -1, time: 72, why: "server_restarted", seconds: 5 },
    { side: 1, time: 72, why: "server_restarted", seconds: 5.2 },
    { side: -1, time: 80, why: "moonlight", seconds: 1 },
  ];
  const lines = (id, mode = "quick") => pauseLines({ mode, players: [ADA, BOB], pauses }, id).map(({ at, text }) => `${at}: ${text}`);
  assert.deepEqual(lines("p1"), [
    "12 s: Bob lost the connection (8 s)",
    "1 min 12 s: the server restarted (5 s)",
    "1 min 20 s: Ada was away (moonlight) (1 s)",
  ]);
  assert.equal(lines("p2")[0], "12 s: you lost the connection (8 s)");
  assert.equal(lines("p2", "local")[0], "12 s: Bob lost the connection (8 s)");
});

test("another match like it", () => {
  const settings = { points: 3, win_by_two: true };
  const players = [ADA, BOB];
  const quick = { mode: "quick", settings, players, rated: true };
  assert.deepEqual(again(quick), { t: "queue", mode: "classic", rated: true });
  const short = { ...quick, settings: { points: 5, win_by_two: false }, rated: false };
  assert.deepEqual(again(short), { t: "queue", mode: "short", rated: false });
  assert.deepEqual(again({ mode: "ai", level: "hard", settings, players }), { t: "ai", level: "hard", settings });
  assert.deepEqual(again({ mode: "local", settings, players }), { t: "local", settings, names: ["Ada", "Bob"] });
  assert.deepEqual(again({ mode: "private", settings, players }), { t: "open", settings, private: true });
});
