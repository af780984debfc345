/** The lobby comes in four frames, in any order: nothing is said of what is not known yet. */

import assert from "node:assert/strict";
import test from "node:test";

import { sayCrowd } from "../../webui/js/pages/lobby/crowd.js";
import { lengths, listed } from "../../webui/js/pages/lobby/listed.js";
import { online } from "./online.js";

const GAMES = { t: "games", games: [{ id: "g1" }], hosting: null };
const WAITING = { t: "waiting", waiting: 0, queued: false };
const PLAYING = { t: "playing", playing: 0 };
const ONLINE = { t: "online", online: 1 };
const FRAMES = [GAMES, WAITING, PLAYING, ONLINE];
const CROWD = "1 player here · 0 matches being played · 0 players looking";

test("each frame is taken in on its own, and the others stay as they are", () => {
  const { world, store } = online();
  assert.equal(store.state.lobby, null);
  world.socket.receive(WAITING);
  assert.deepEqual(store.state.lobby, { waiting: 0, queued: false });
  world.socket.receive(GAMES, PLAYING, ONLINE, { ...WAITING, queued: true });
  assert.deepEqual(store.state.lobby, {
    games: [{ id: "g1" }],
    hosting: null,
    waiting: 0,
    queued: true,
    since: 0,
    playing: 0,
    online: 1,
  });
});

test("since when the player waits outlives the page that shows it", () => {
  const { world, store } = online();
  const told = (queued) => world.socket.receive({ ...WAITING, queued });
  told(false);
  world.pass(1000);
  told(true);
  world.pass(1000);
  told(true);
  assert.equal(store.state.lobby.since, 1000);
  told(false);
  told(true);
  assert.equal(store.state.lobby.since, 2000);
});

test("the crowd is said when all its numbers are known, and no zero before", () => {
  for (const last of FRAMES) {
    const { world, store } = online();
    assert.equal(sayCrowd(store.state.lobby), null);
    world.socket.receive(...FRAMES.filter((frame) => frame !== last));
    const early = last === GAMES ? CROWD : null;
    assert.equal(sayCrowd(store.state.lobby), early);
    world.socket.receive(last);
    assert.equal(sayCrowd(store.state.lobby), CROWD);
  }
});

test("whoever has a match waits for no other, watching the lobby or not", () => {
  const { world, store } = online();
  world.socket.receive({ ...WAITING, queued: true }, { ...GAMES, hosting: "g1" });
  world.socket.receive({ t: "matched", match: "m1", seq: 1 });
  const { queued, hosting, waiting } = store.state.lobby;
  assert.deepEqual([queued, hosting, waiting], [false, null, 0]);
});

test("who practises against the machine waits on", () => {
  const { world, store } = online();
  world.socket.receive({ ...WAITING, queued: true }, { ...GAMES, hosting: "g1" });
  world.socket.receive({ t: "matched", match: "m1", mode: "ai", seq: 1 });
  const { queued, hosting } = store.state.lobby;
  assert.deepEqual([queued, hosting], [true, null]);
});

const OPEN = [["g1", "a", 11], ["g2", "b", 3], ["g3", "c", 11], ["g4", "me", 5]];
const LOBBY = { hosting: "g4", games: OPEN.map(([id, host, points]) => ({ id, host_id: host, points })) };

function ids(friends, points) {
  return listed(LOBBY, { friends: new Set(friends), points }).map(({ id }) => id);
}

test("games of friends come first, and the own one is not listed", () => {
  assert.deepEqual(ids([], null), ["g1", "g2", "g3"]);
  assert.deepEqual(ids(["c", "b"], null), ["g2", "g3", "g1"]);
  assert.deepEqual(ids(["c"], 11), ["g3", "g1"]);
  assert.deepEqual(ids(["c"], 7), []);
  assert.deepEqual(listed({}, { friends: new Set(), points: null }), []);
});

test("only lengths that there are can be chosen", () => {
  assert.deepEqual(lengths(LOBBY), [3, 11]);
  assert.deepEqual(lengths({}), []);
});
