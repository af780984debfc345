/** What the page follows by itself: a new match, and the lobby while the player waits there. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { followMatches } from "../../webui/js/follow_matches.js";
import { watchLobby } from "../../webui/js/watch_lobby.js";
import { newDocument } from "./dom.js";
import { online, setUp, welcome } from "./online.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));
const MATCHED = { t: "matched", match: "m1", side: -1, opponent: "Bob", seq: 1 };
const seats = (here) => [{ side: -1, here }, { side: 1, here: true }];
const whole = (here) => ({ t: "match", match: "m1", phase: "playing", players: seats(here), sides: [-1], score: [0, 0], seq: 2 });

beforeEach(() => {
  newDocument();
  globalThis.location = { pathname: "/" };
});

function follow() {
  const all = online();
  const gone = [];
  followMatches({ ...all, router: { go: (path) => gone.push(path) } });
  return { ...all, gone };
}

async function look() {
  document.hidden = false;
  document.dispatchEvent(new Event("visibilitychange"));
  await turn();
}

test("a tab that is looked at goes to a new match at once, another one when it is looked at", async () => {
  const { gone, world } = follow();
  document.hidden = true;
  world.socket.receive(MATCHED);
  await turn();
  assert.deepEqual(gone, []);
  await look();
  assert.deepEqual(gone, ["/match/m1"]);
});

test("a tab that is looked at later leaves a match alone that is played in another one", async () => {
  const { gone, world } = follow();
  document.hidden = true;
  world.socket.receive(MATCHED, whole(true));
  await look();
  assert.deepEqual(gone, []);
});

test("if the player has left it there, it goes to the match", async () => {
  const { gone, world } = follow();
  document.hidden = true;
  world.socket.receive(MATCHED, whole(false));
  await look();
  assert.deepEqual(gone, ["/match/m1"]);
});

function watch(path) {
  const all = setUp();
  watchLobby(all);
  all.store.set({ page: { path } });
  all.session.connect();
  all.world.socket.open();
  all.world.socket.receive(welcome());
  return { ...all, said: () => all.world.socket.of("watch_lobby").map(({ on }) => on) };
}

test("the lobby is watched while it is shown, also on the next connection", async () => {
  const all = watch("/");
  await turn();
  all.world.socket.end(1006);
  all.world.pass(1000);
  all.world.socket.open();
  all.world.socket.receive(welcome({ session: "s2" }));
  await turn();
  assert.deepEqual(all.said(), [true]);
  all.store.set({ page: { path: "/friends" } });
  await turn();
  assert.deepEqual(all.said(), [true, false]);
});

test("who waits for somebody hears on every page whether that is still so", async () => {
  const all = watch("/");
  await turn();
  all.world.socket.receive({ t: "waiting", waiting: 1, queued: true });
  all.store.set({ page: { path: "/friends" } });
  await turn();
  assert.deepEqual(all.said(), [true]);
  all.world.socket.receive({ t: "waiting", waiting: 0, queued: false });
  await turn();
  assert.deepEqual([all.said(), all.store.state.lobby.queued], [[true, false], false]);
});

test("whoever signs in after somebody else watches too", async () => {
  const all = watch("/");
  await turn();
  all.session.disconnect();
  await turn();
  all.session.connect();
  all.world.socket.open();
  all.world.socket.receive(welcome({ session: "s2" }));
  await turn();
  assert.equal(all.said().at(-1), true);
});
