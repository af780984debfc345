/** The rooms of a player: subscriptions after each connection, what was missed, marks, and who writes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { directRoom, tabsOf, unreadOf, withoutBlocked } from "../../webui/js/chat/directory.js";
import { folded } from "../../webui/js/chat/range.js";
import { unreadIn } from "../../webui/js/chat/room_model.js";
import { Rooms } from "../../webui/js/chat/rooms.js";
import { Store } from "../../webui/js/lib/store.js";
import { Listeners } from "../../webui/js/net/listeners.js";
import { World } from "./world.js";

const ME = { id: "ada", name: "Ada" };
const BOB = { id: "bob", name: "Bob", avatar: null };
const DIRECT = directRoom("bob", "ada");
const turn = () => new Promise((resolve) => setImmediate(resolve));
const line = (number, more) => ({ number, kind: "line", at: number, author: "bob", name: "Bob", line: number, text: `line ${number}`, ...more });
const lines = (from, to) => Array.from({ length: to - from + 1 }, (_, place) => line(from + place));
const listed = (id, more) => ({ id, kind: "direct", name: "Bob", other: BOB, last: 0, at: 1, mark: 0, unread: 0, ...more });

/** Rooms with a session that answers as `answers[type]` says, and an API with this list of rooms. */
function setUp({ answers = {}, list = [], online = true } = {}) {
  const sent = [];
  const world = new World();
  const listeners = new Listeners();
  const session = {
    on: (type, handler) => listeners.on(type, handler),
    send: (frame) => sent.push(frame),
    async request(frame) {
      sent.push(frame);
      const answer = answers[frame.t]?.(frame);
      if (answer instanceof Error) throw answer;
      return answer ?? { t: "ok" };
    },
  };
  const api = {
    async ask() {
      if (list instanceof Error) throw list;
      return { rooms: list };
    },
  };
  const store = new Store({ player: ME, connection: { status: online ? "online" : "offline" }, chat: null });
  const rooms = new Rooms({ api, session, store, world });
  const hear = (frame) => listeners.tell(frame.t, frame);
  const of = (type) => sent.filter(({ t }) => t === type);
  const room = (id = "lobby") => store.state.chat.rooms[id];
  const shown = (id) => folded(room(id).model.shown.events).map(({ number }) => number);
  return { api, answers, hear, of, room, rooms, sent, shown, store, world };
}

const view = (after, last, more) => ({ t: "room", room: "lobby", after, last, events: lines(after + 1, last), anew: false, mode: {}, ...more });
const refusal = (code) => Object.assign(new Error(code), { code, detail: "" });

test("each connection subscribes again, and names the last event that the page has", async () => {
  const { hear, of, room } = setUp();
  assert.deepEqual(of("subscribe"), [{ t: "subscribe", room: "lobby", after: 0 }]);
  assert.equal(room().status, "loading");
  hear(view(0, 4));
  hear({ t: "event", room: "lobby", event: line(5) });
  hear({ t: "welcome", resumed: true });
  assert.deepEqual(of("subscribe").at(-1), { t: "subscribe", room: "lobby", after: 5 });
  assert.equal(room().status, "ready");
});

test("what was missed is asked for, and nothing twice", async () => {
  const { answers, hear, of, shown } = setUp();
  answers.history = ({ after }) => ({ events: lines(after + 1, Math.min(after + 50, 180)), more: true });
  hear(view(0, 10));
  hear(view(180, 200));
  for (let step = 0; step < 6; step += 1) await turn();
  assert.deepEqual(of("history").map(({ after }) => after), [10, 60, 110, 160]);
  assert.deepEqual(shown(), lines(1, 200).map(({ number }) => number));
});

test("a page that was not told of all asks for the room again", async () => {
  const { hear, of } = setUp();
  hear(view(0, 10));
  hear({ t: "head", room: "lobby", last: 10 });
  assert.equal(of("subscribe").length, 1);
  hear({ t: "head", room: "lobby", last: 14 });
  assert.deepEqual(of("subscribe").at(-1), { t: "subscribe", room: "lobby", after: 10 });
});

test("a page that was not told that blocks have changed forgets the room, and asks for all of it", () => {
  const { hear, of, room, shown } = setUp();
  hear(view(0, 10, { view: "before" }));
  hear({ t: "head", room: "lobby", last: 10, anew: true });
  assert.deepEqual(of("subscribe").at(-1), { t: "subscribe", room: "lobby", after: 0 });
  assert.equal(room().status, "loading");
  hear(view(0, 10, { anew: true, events: lines(1, 9), view: "now" }));
  assert.equal(room().model.shown.events.at(-1).kind, "gone");
  assert.equal(shown().length, 9);
});

test("a new connection says with which blocks the room was shown, so that it need not come anew", () => {
  const { hear, of } = setUp();
  hear(view(0, 10, { view: "5c0e" }));
  hear({ t: "welcome", resumed: true });
  assert.deepEqual(of("subscribe").at(-1), { t: "subscribe", room: "lobby", after: 10, view: "5c0e" });
});

test("a gap that cannot be filled now does not hide what is there, and is not asked for without end", async () => {
  const { answers, hear, of, room, shown } = setUp();
  answers.history = () => refusal("unavailable");
  hear(view(0, 10));
  hear(view(50, 60));
  for (let step = 0; step < 6; step += 1) await turn();
  assert.deepEqual([of("history").length, room().fetching, shown().at(-1)], [1, "failed", 10]);
});

test("earlier lines are fetched once at a time", async () => {
  const { answers, hear, of, rooms, shown } = setUp();
  answers.history = ({ before }) => ({ events: lines(before - 50, before - 1), more: true });
  hear(view(200, 210));
  await Promise.all([rooms.fetch("lobby", "before"), rooms.fetch("lobby", "before")]);
  assert.deepEqual(of("history"), [{ t: "history", room: "lobby", before: 201 }]);
  assert.equal(shown()[0], 151);
});

test("a new direct message rings: its room is read from then on, and comes first", async () => {
  const others = ["x1", "x2"].map((id) => listed(directRoom("ada", id)));
  const { hear, of, room, store } = setUp({ list: [...others, listed(DIRECT)] });
  await turn();
  hear({ t: "ring", room: DIRECT });
  assert.equal(of("subscribe").filter((frame) => frame.room === DIRECT).length, 1);
  assert.deepEqual(tabsOf(store.state.chat).slice(0, 2).map(({ id }) => id), ["lobby", DIRECT]);
  hear(view(0, 1, { room: DIRECT }));
  hear({ t: "mark", room: DIRECT, number: 0, unread: 1 });
  assert.deepEqual([unreadIn(room(DIRECT).model, "ada"), unreadOf(store.state.chat, ME)], [1, { count: 1, more: false }]);
});

test("of many rooms only those with a tab, and those with something unread, are read", async () => {
  const list = Array.from({ length: 12 }, (_, place) => listed(directRoom("ada", `x${place}`), { unread: place === 9 ? 3 : 0 }));
  const { of, room: known, store } = setUp({ list });
  await turn();
  assert.deepEqual(known(list[0].id).other, BOB);
  assert.deepEqual(of("subscribe").map(({ room }) => room), ["lobby", ...[0, 1, 2, 3, 9].map((place) => directRoom("ada", `x${place}`))]);
  assert.equal(unreadOf(store.state.chat, ME).count, 3);
});

test("the room of somebody whom the player has blocked is gone, with what was unread in it, until they are unblocked", async () => {
  const { store } = setUp({ list: [listed(DIRECT, { unread: 2 })] });
  await turn();
  const circle = { status: "ready", friends: [], asked: [], asks: [], blocks: [{ player: BOB }], leaving: [] };
  const without = withoutBlocked(store.state.chat, circle, ME);
  assert.deepEqual([tabsOf(without).map(({ id }) => id), unreadOf(without, ME).count], [["lobby"], 0]);
  assert.equal(unreadOf(withoutBlocked(store.state.chat, { ...circle, blocks: [] }, ME), ME).count, 2);
});

test("a list that cannot be read is asked for again", async () => {
  const failing = setUp({ list: new Error("503") });
  await turn();
  assert.equal(failing.store.state.chat.status, "failed");
  failing.api.ask = async () => ({ rooms: [] });
  failing.world.pass(5000);
  await turn();
  assert.equal(failing.store.state.chat.status, "ready");
});

test("the mark is sent seldom, as the largest number, and again if it was lost", async () => {
  const { answers, hear, of, rooms, world } = setUp();
  hear(view(0, 10));
  hear({ t: "mark", room: "lobby", number: 4, unread: 6 });
  answers.read = () => refusal("offline");
  for (const number of [7, 9, 8]) rooms.read("lobby", number);
  world.pass(1000);
  await turn();
  assert.deepEqual(of("read").map(({ number }) => number), [9]);
  delete answers.read;
  hear({ t: "welcome", resumed: true });
  world.pass(1000);
  await turn();
  hear({ t: "welcome", resumed: true });
  world.pass(1000);
  assert.deepEqual(of("read").map(({ number }) => number), [9, 9]);
});

test("a mark from another device counts here too", () => {
  const { hear, room } = setUp();
  hear(view(0, 10));
  hear({ t: "mark", room: "lobby", number: 4, unread: 6 });
  hear({ t: "mark", room: "lobby", number: 9, unread: 1 });
  assert.equal(unreadIn(room().model, "ada"), 1);
});

test("in a room for all, only lines that call the player count; others are just something new", () => {
  const { hear, store } = setUp();
  hear(view(0, 2));
  hear({ t: "mark", room: "lobby", number: 2, unread: 0 });
  hear({ t: "event", room: "lobby", event: line(3) });
  assert.deepEqual(unreadOf(store.state.chat, ME), { count: 0, more: true });
  hear({ t: "event", room: "lobby", event: line(4, { text: "@Ada, come" }) });
  assert.deepEqual(unreadOf(store.state.chat, ME), { count: 1, more: true });
});

test("after a block the room is shown anew, and what is hidden counts for nothing", () => {
  const { hear, room, shown } = setUp();
  hear(view(0, 3));
  hear({ t: "mark", room: "lobby", number: 0, unread: 3 });
  const events = [line(1, { author: "eve" }), { number: 2, kind: "hidden" }, { number: 3, kind: "hidden" }];
  hear(view(0, 3, { anew: true, events }));
  hear({ t: "mark", room: "lobby", number: 0, unread: 1 });
  assert.deepEqual([shown(), unreadIn(room().model, "ada")], [[1], 1]);
});

test("whoever writes is shown for a while, until they have said it", () => {
  const { hear, room, world } = setUp();
  hear(view(0, 1));
  const typing = { t: "typing", room: "lobby", player: "bob", name: "Bob" };
  hear(typing);
  assert.deepEqual(room().typing, [{ player: "bob", name: "Bob" }]);
  hear({ t: "event", room: "lobby", event: line(2) });
  assert.deepEqual(room().typing, []);
  hear(typing);
  world.pass(5000);
  assert.deepEqual(room().typing, []);
});

test("that the player writes is told once in three seconds", () => {
  const { of, rooms, world } = setUp();
  for (let time = 0; time < 7; time += 1) {
    rooms.write("lobby");
    world.pass(1000);
  }
  assert.equal(of("typing").length, 3);
});

test("whoever may not be in a room any more sees nothing of it", () => {
  const { hear, room } = setUp();
  hear(view(0, 3));
  hear({ t: "unsubscribed", room: "lobby" });
  assert.deepEqual([room().status, room().model.shown, room().why.code], ["failed", null, "no_such_room"]);
});

test("a room that is not looked at keeps only its newest lines", () => {
  const { hear, rooms, shown } = setUp();
  rooms.look("lobby");
  hear(view(0, 100));
  for (let number = 101; number <= 500; number += 1) hear({ t: "event", room: "lobby", event: line(number) });
  assert.equal(shown().length, 500);
  rooms.look(null);
  assert.deepEqual([shown().length, shown().at(-1)], [150, 500]);
});

test("a refused subscription is tried again, unless there is no such room", async () => {
  const { answers, of, room, rooms, world } = setUp();
  await turn();
  answers.subscribe = () => refusal("unavailable");
  rooms.open("d.ada.x");
  await turn();
  world.pass(5000);
  await turn();
  answers.subscribe = () => refusal("no_such_room");
  world.pass(5000);
  await turn();
  world.pass(20_000);
  assert.equal(of("subscribe").filter((frame) => frame.room === "d.ada.x").length, 3);
  assert.deepEqual([room("d.ada.x").status, room("d.ada.x").why.code], ["failed", "unavailable"]);
});
