import assert from "node:assert/strict";
import test from "node:test";

import { Backoff } from "../../webui/js/net/backoff.js";
import { online, PLAYER, setUp, welcome } from "./online.js";

function lose({ world }, code) {
  world.socket.end(code);
  world.pass(5000);
  world.socket.open();
}

test("hello first, and online with the welcome", () => {
  const { world, store, session } = setUp();
  assert.equal(store.state.connection.status, "offline");
  session.connect();
  assert.equal(store.state.connection.status, "connecting");
  world.socket.open();
  assert.deepEqual(world.socket.sent, [{ t: "hello" }]);
  world.socket.receive(welcome({ match: "m1" }));
  assert.equal(store.state.connection.status, "online");
  assert.deepEqual([store.state.player, store.state.currentMatch], [PLAYER, "m1"]);
});

test("who one is may change on the way", () => {
  const { world, store } = online();
  const player = { id: "p1", name: "Countess", guest: false };
  world.socket.receive({ t: "profile", player, avatar: null, seq: 1 });
  assert.deepEqual(store.state.player, player);
});

test("frames of one message are heard in order, each number once over a resume", () => {
  const all = online();
  const heard = [];
  all.session.on("matched", ({ match }) => heard.push(match));
  all.world.socket.receive(
    { t: "matched", match: "a", seq: 1 },
    { t: "matched", match: "b", seq: 2 },
  );
  lose(all, 1006);
  assert.deepEqual(all.world.socket.sent, [{ t: "hello", session: "s1", last: 2 }]);
  all.world.socket.receive(
    welcome({ resumed: true }),
    { t: "matched", match: "b", seq: 2 },
    { t: "matched", match: "c", seq: 3 },
  );
  assert.deepEqual(heard, ["a", "b", "c"]);
});

test("a new session counts from the beginning, and voids what was known", () => {
  const all = online();
  all.world.socket.receive({ t: "games", games: [] }, { t: "matched", match: "a", seq: 7 });
  lose(all, 1006);
  all.world.socket.receive(
    welcome({ session: "s2" }),
    { t: "resync", reason: "session_unknown", seq: 1 },
    { t: "matched", match: "d", seq: 2 },
  );
  assert.equal(all.store.state.currentMatch, "d");
});

test("a request goes out again with its id until it is answered", async () => {
  const all = online();
  const answer = all.session.request({ t: "queue" });
  const [first] = all.world.socket.of("queue");
  lose(all, 1006);
  all.world.socket.receive(welcome({ resumed: true }));
  assert.deepEqual(all.world.socket.of("queue"), [first]);
  all.world.socket.receive({ t: "ok", id: first.id, seq: 1 });
  assert.equal((await answer).t, "ok");
});

test("after a gap on an open connection it is asked again", () => {
  const { world, session } = online();
  session.request({ t: "queue" });
  const [first] = world.socket.of("queue");
  world.socket.receive({ t: "resync", reason: "restarted", seq: 1 });
  assert.deepEqual(world.socket.of("queue"), [first, first]);
});

test("a refusal rejects with its code", async () => {
  const { world, session } = online();
  const answer = session.request({ t: "join", game: "g1" });
  const [{ id }] = world.socket.of("join");
  world.socket.receive({ t: "error", id, code: "no_such_game", detail: "Gone.", seq: 1 });
  await assert.rejects(answer, { code: "no_such_game", detail: "Gone." });
});

test("the list of friends answers the request for it", async () => {
  const { world, session } = online();
  const answer = session.request({ t: "friends" });
  const [{ id }] = world.socket.of("friends");
  world.socket.receive({ t: "friends", id, friends: [], seq: 1 });
  assert.deepEqual((await answer).friends, []);
});

test("under another name it connects again at once, and goes on", () => {
  const { world, store, session } = online();
  const [before] = world.sockets;
  session.reconnect();
  assert.ok(before.closed);
  world.socket.open();
  assert.deepEqual(world.socket.sent, [{ t: "hello", session: "s1", last: 0 }]);
  world.socket.receive(welcome({ resumed: true, player: { ...PLAYER, name: "Countess" } }));
  assert.equal(store.state.player.name, "Countess");
});

test("leaving rejects what nobody will answer, and does not come back", async () => {
  const { world, store, session } = online();
  const answer = session.request({ t: "queue" });
  session.disconnect();
  await assert.rejects(answer, { code: "disconnected" });
  world.pass(60_000);
  assert.equal(world.sockets.length, 1);
  assert.ok(world.socket.closed);
  assert.deepEqual([store.state.connection.status, store.state.player], ["offline", null]);
});

test("four seconds of silence end a connection, its close not awaited", () => {
  const { world, store, session } = online();
  let losses = 0;
  session.on("loss", () => (losses += 1));
  world.pass(3400);
  world.socket.receive({ t: "ping", at: 1 });
  assert.deepEqual(world.socket.of("pong"), [{ t: "pong", at: 1 }]);
  world.pass(3400);
  assert.equal(store.state.connection.status, "online");
  world.pass(1200);
  assert.ok(world.sockets[0].closed);
  assert.equal(losses, 1);
  assert.equal(world.sockets.length, 2);
  world.sockets[0].end(1006); // the late end of the old socket has no effect
  assert.equal(store.state.connection.status, "connecting");
});

test("back on a network it connects at once", () => {
  const { world, store } = online();
  world.socket.end(1006);
  assert.equal(store.state.connection.status, "waiting");
  world.online();
  assert.equal(world.sockets.length, 2);
  assert.equal(store.state.connection.status, "connecting");
});

for (const code of [4400, 4401, 4403, 4409, 4410]) {
  test(`${code} is final, until connect is called`, () => {
    const { world, store, session } = online();
    world.socket.end(code);
    world.pass(60_000);
    assert.equal(world.sockets.length, 1);
    assert.deepEqual(store.state.connection, { status: "offline", retryAt: null, closeCode: code, restarting: false, blocked: false });
    session.connect();
    assert.equal(world.sockets.length, 2);
  });
}

test("pings carry the last number and measure the round trip", () => {
  const { world, store } = online();
  world.socket.receive({ t: "matched", match: "a", seq: 1 });
  world.pass(100);
  const ping = world.socket.of("ping").at(-1);
  assert.equal(ping.ack, 1);
  world.pass(40);
  world.socket.receive({ t: "pong", at: ping.at, now: 1_000_000 });
  assert.equal(store.state.ping, 40);
});

test("the state of a match is kept with no page to hear it", () => {
  const { world, store, session } = online();
  const players = [-1, 1].map((side) => ({ side, id: "p", name: "n", here: true, budget: 30_000 }));
  const match = { match: "m1", mode: "quick", phase: "waiting", players, sides: [-1], score: [0, 0] };
  const [starts, away] = [session.clock.now() + 3000, [{ side: 1, why: "exited", budget: 9 }]];
  const phase = () => store.state.matches.m1.phase;
  world.socket.receive({ t: "match", ...match, time: 0, starts: null, until: 1, seq: 1 });
  world.socket.receive({ t: "countdown", match: "m1", starts, time: 0, seq: 2 });
  assert.equal(phase(), "countdown");
  world.pass(3001);
  assert.equal(phase(), "playing");
  world.socket.receive({ t: "point", match: "m1", score: [1, 0], time: 2, seq: 3 });
  world.socket.receive({ t: "pause", match: "m1", time: 3, away, until: 5, seq: 4 });
  assert.deepEqual(store.state.matches.m1.players[1].budget, 9);
  world.socket.receive({ t: "finished", match: "m1", cause: "no_show", winner: -1, seq: 5 });
  assert.deepEqual([phase(), store.state.matches.m1.cause], ["finished", "no_show"]);
  assert.deepEqual([store.state.matches.m1.score, store.state.matches.m1.time], [[1, 0], 3], "as last known");
});

test("delays grow from a quarter of a second to five, jittered", () => {
  const backoff = new Backoff(() => 1);
  const delays = Array.from({ length: 10 }, () => Math.round(backoff.next(1006)));
  assert.deepEqual(delays, [250, 375, 563, 844, 1266, 1898, 2848, 4271, 5000, 5000]);
  assert.equal(new Backoff(() => 0).next(1006), 125);
  assert.equal(backoff.next(1012), 2000);
  assert.equal(backoff.next(4401), null);
});

test("a restart that the server announced is remembered until it is back", () => {
  const all = online();
  const { store, world } = all;
  world.socket.end(1012);
  assert.equal(store.state.connection.restarting, true);
  world.pass(5000);
  world.socket.end(1006); // no server listens yet
  assert.equal(store.state.connection.restarting, true);
  world.pass(5000);
  assert.deepEqual([store.state.connection.status, store.state.connection.restarting], ["connecting", true]);
  world.socket.open();
  world.socket.receive(welcome({ resumed: true }));
  assert.equal(store.state.connection.restarting, false);
  lose(all, 1006);
  assert.equal(store.state.connection.restarting, false);
});

/** End a connection before the server has sent a frame, and wait until the next attempt. */
async function fail({ world }, code, { opens = false } = {}) {
  if (opens) world.socket.open();
  world.socket.end(code);
  await Promise.resolve().then(() => {}).then(() => {});
  world.pass(1000); // to the next attempt, but less than the limit of its silence
}

for (const opens of [false, true]) {
  test(`what never comes about while the server answers is blocked, opened: ${opens}`, async () => {
    const all = setUp();
    all.world.serving = true;
    all.session.connect();
    await fail(all, 1006, { opens });
    assert.equal(all.store.state.connection.blocked, false); // this may be chance
    await fail(all, 1006, { opens });
    assert.equal(all.store.state.connection.blocked, true);
    await fail(all, 1006, { opens });
    assert.deepEqual([all.store.state.connection.status, all.store.state.connection.blocked], ["connecting", true]);
    all.world.socket.open();
    all.world.socket.receive(welcome());
    assert.deepEqual([all.store.state.connection.status, all.store.state.connection.blocked], ["online", false]);
  });
}

test("a socket that hangs is blocked too", async () => {
  const all = setUp();
  all.world.serving = true;
  all.session.connect();
  for (let time = 0; time < 30; time += 1) {
    all.world.pass(500);
    await Promise.resolve().then(() => {});
  }
  assert.equal(all.store.state.connection.blocked, true);
});

test("a server that is away, or says why, blocks nothing", async () => {
  const away = setUp();
  away.session.connect();
  for (let time = 0; time < 5; time += 1) await fail(away, 1006);
  assert.equal(away.store.state.connection.blocked, false);
  const restarting = setUp();
  restarting.world.serving = true;
  restarting.session.connect();
  for (let time = 0; time < 5; time += 1) await fail(restarting, 1012);
  assert.equal(restarting.store.state.connection.blocked, false);
});

test("a connection that was there and is lost is not blocked, nor is one that somebody leaves", async () => {
  const all = online();
  all.world.serving = true;
  await fail(all, 1006);
  await fail(all, 1006);
  assert.equal(all.store.state.connection.blocked, false);
  await fail(all, 1006);
  assert.equal(all.store.state.connection.blocked, true);
  all.session.disconnect();
  assert.equal(all.store.state.connection.blocked, false);
});
