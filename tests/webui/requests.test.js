/** What a click asks for happens soon or not at all, however the connection fares. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { online, setUp, welcome } from "./online.js";

function lose({ world }, away = 1000) {
  world.socket.end(1006);
  world.pass(away);
  world.socket.open();
}

/** What a promise has come to so far. */
async function fate(answer) {
  let state = "pending";
  answer.then(({ t }) => (state = t), ({ code }) => (state = code));
  await new Promise((resolve) => setImmediate(resolve));
  return state;
}

test("without a connection a request is refused at once, and never sent later", async () => {
  const all = online();
  all.world.socket.end(1006);
  await assert.rejects(all.session.request({ t: "ai", level: "easy" }), { code: "offline" });
  all.world.pass(1000);
  await assert.rejects(all.session.request({ t: "queue" }), { code: "offline" }, "also while it connects again");
  all.world.socket.open();
  all.world.socket.receive(welcome({ resumed: true }));
  assert.deepEqual([all.world.socket.of("ai"), all.world.socket.of("queue")], [[], []]);
});

test("a new page may ask before it is welcome", async () => {
  const { session, world } = setUp();
  session.connect();
  const answer = session.request({ t: "join", game: "g1" });
  world.socket.open();
  world.socket.receive(welcome());
  const [{ id }] = world.socket.of("join");
  world.socket.receive({ t: "ok", id, seq: 1 });
  assert.equal(await fate(answer), "ok");
});

test("if the first connection does not come about, nothing more is asked", async () => {
  const { session, world } = setUp();
  session.connect();
  world.socket.end(1006);
  assert.equal(await fate(session.request({ t: "queue" })), "offline");
});

test("a silent network is no connection, once the silence is noticed", async () => {
  const { session, world } = online();
  const asked = session.request({ t: "queue" });
  world.pass(4100);
  assert.equal(await fate(asked), "pending");
  assert.equal(await fate(session.request({ t: "ai", level: "easy" })), "offline");
});

test("a request without an answer is sent again soon after, but not late", async () => {
  const all = online();
  const soon = all.session.request({ t: "queue" });
  const [first] = all.world.socket.of("queue");
  lose(all, 5000);
  all.world.socket.receive(welcome({ resumed: true }));
  assert.deepEqual(all.world.socket.of("queue"), [first]);
  all.world.pass(3000);
  all.world.socket.receive({ t: "ping", at: 1 });
  all.world.pass(2100);
  assert.equal(await fate(soon), "unanswered");
  lose(all);
  all.world.socket.receive(welcome({ resumed: true }));
  assert.deepEqual(all.world.socket.of("queue"), []);
});

test("a late answer changes nothing any more", async () => {
  const all = online();
  const answer = all.session.request({ t: "queue" });
  const [{ id }] = all.world.socket.of("queue");
  for (let second = 0; second < 11; second += 1) {
    all.world.socket.receive({ t: "ping", at: second });
    all.world.pass(1000);
  }
  all.world.socket.receive({ t: "ok", id, seq: 1 });
  assert.equal(await fate(answer), "unanswered");
});

test("what a page has asked that was left is not sent again, and settles never", async () => {
  const all = online();
  const left = new AbortController();
  const answer = all.session.request({ t: "queue" }, { signal: left.signal });
  const other = all.session.request({ t: "friends" });
  left.abort();
  lose(all);
  all.world.socket.receive(welcome({ resumed: true }));
  assert.deepEqual([all.world.socket.of("queue").length, all.world.socket.of("friends").length], [0, 1]);
  const fates = Promise.all([fate(answer), fate(other)]);
  all.world.pass(20_000);
  assert.deepEqual(await fates, ["pending", "unanswered"]);
});

test("the way to the server is lost with the network and the server, and back with the welcome", () => {
  const all = online();
  const { session, world } = all;
  const cut = [1006, 1012, 4408, 4409, 4429].map((code) => {
    world.socket.end(code);
    const { cutOff } = session;
    if (code === 4409) session.connect();
    world.pass(code === 4429 ? 60_000 : 1000);
    world.socket.open();
    world.socket.receive(welcome());
    return [cutOff, session.cutOff];
  });
  assert.deepEqual(cut, [[true, false], [true, false], [true, false], [false, false], [false, false]]);
});
