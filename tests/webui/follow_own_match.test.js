/** No match is lost in silence: its end is told on every page, over losses of the connection and reloads. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { followOwnMatch } from "../../webui/js/follow_own_match.js";
import { keptMatch } from "../../webui/js/net/kept_match.js";
import { setUp, welcome } from "./online.js";

const PLAYERS = [
  { side: -1, id: "p1", name: "Ada", here: false, budget: 9000 },
  { side: 1, id: "p2", name: "Bob", here: true, budget: 30_000 },
];
const MATCH = {
  t: "match", match: "m1", mode: "quick", phase: "paused", settings: { points: 11 }, players: PLAYERS, sides: [-1], score: [3, 7], time: 9, unsaved: 0,
};
const LOST = { cause: "forfeit_absent", winner: 1, score: [3, 7], seconds: 60, pauses: [] };
const FINISHED = { t: "finished", match: "m1", cause: "forfeit_absent", winner: 1, score: [3, 7], time: 60 };
const TOLD = ["You lost to Bob by being away, 3 : 7.", "/match/m1/result"];

const turn = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  const stored = new Map();
  const value = {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, text) => stored.set(key, text),
    removeItem: (key) => stored.delete(key),
  };
  Object.defineProperty(globalThis, "localStorage", { value, configurable: true });
});

/** A page at `path`, welcome with this unfinished match; the API knows results by id. */
async function open({ match = null, path = "/friends", results = { m1: LOST } } = {}) {
  const all = setUp();
  const said = [];
  const api = {
    failing: 0,
    async match(id) {
      if (api.failing > 0) {
        api.failing -= 1;
        throw new Error("503");
      }
      return { mode: "quick", points: 11, players: PLAYERS, result: results[id] ?? null };
    },
  };
  all.store.set({ page: { path, title: "Friends", settled: true } });
  followOwnMatch({ ...all, api, notify: ({ text, link }) => said.push([text, link.href]) });
  all.session.connect();
  all.world.socket.open();
  all.world.socket.receive(welcome({ match }));
  await turn();
  return { ...all, api, said };
}

async function pass({ world }, time) {
  world.pass(time);
  await turn();
}

test("a page that does not show the match asks how it stands, but not if it is about to show it", async () => {
  const away = await open({ match: "m1" });
  await pass(away, 400);
  assert.deepEqual(away.world.socket.of("look").map(({ match }) => match), ["m1"]);
  const court = await open({ match: "m1", path: "/match/m1" });
  await pass(court, 400);
  assert.deepEqual(court.world.socket.of("look"), []);
});

test("the end is told on another page", async () => {
  const all = await open({ match: "m1" });
  all.world.socket.receive(MATCH, { ...FINISHED, seq: 1 });
  await turn();
  assert.deepEqual(all.said, [TOLD]);
  assert.equal(keptMatch("p1"), null);
});

test("also if nothing was known of the match", async () => {
  const all = await open({ match: "m1" });
  all.world.socket.receive({ ...FINISHED, seq: 1 });
  await turn();
  assert.deepEqual(all.said, [TOLD]);
});

test("the page of the match and another tab that plays it say it themselves", async () => {
  const court = await open({ match: "m1", path: "/match/m1" });
  court.world.socket.receive(MATCH, { ...FINISHED, seq: 1 });
  await turn();
  assert.deepEqual([court.said, keptMatch("p1")], [[], null]);
  const other = await open({ match: "m1" });
  const players = PLAYERS.map((player) => ({ ...player, here: true }));
  other.world.socket.receive({ ...MATCH, phase: "playing", players }, { ...FINISHED, cause: "played", seq: 1 });
  await turn();
  assert.deepEqual(other.said, []);
});

test("an end that came while there was no connection is told after it", async () => {
  const all = await open({ match: "m1" });
  all.world.socket.end(1006);
  all.world.pass(1000);
  all.world.socket.open();
  all.api.failing = 2;
  all.world.socket.receive(welcome({ session: "s2" }), { t: "resync", reason: "session_unknown", seq: 1 });
  await turn();
  assert.deepEqual(all.said, []);
  for (let second = 0; second < 3; second += 1) await pass(all, 1000);
  assert.deepEqual(all.said, [TOLD]);
});

test("an end that came while the page was closed is told to the next one, once, and to nobody else", async () => {
  await open({ match: "m1" });
  const next = await open();
  assert.deepEqual(next.said, [TOLD]);
  assert.deepEqual((await open()).said, []);
});

test("a match that goes on is no end", async () => {
  await open({ match: "m1" });
  const next = await open({ match: "m1" });
  assert.deepEqual([next.said, keptMatch("p1")], [[], "m1"]);
});

test("what the server does not know as running any more has ended", async () => {
  const all = await open({ match: "m1" });
  await pass(all, 400);
  const [{ id }] = all.world.socket.of("look");
  all.world.socket.receive({ t: "error", id, code: "no_such_match", detail: "", seq: 1 });
  await turn();
  await turn();
  assert.deepEqual([all.store.state.currentMatch, all.said], [null, [TOLD]]);
});

test("who signs out is told nothing", async () => {
  const all = await open({ match: "m1" });
  all.session.disconnect();
  await turn();
  assert.deepEqual(all.said, []);
});
