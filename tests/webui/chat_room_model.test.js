/** What the page knows of a room, out of frames that come, do not come, and come twice. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { folded, lastOf, rangeOf } from "../../webui/js/chat/range.js";
import {
  NEW_ROOM, atNewest, gapAfter, happened, headed, isBehind, jumped, knownUpTo, marked, seenBy, told, trimmed, unreadIn,
  withEarlier, withLater,
} from "../../webui/js/chat/room_model.js";

const line = (number, more) => ({ number, kind: "line", at: number * 1000, author: "bob", name: "Bob", line: number, text: `line ${number}`, ...more });
const lines = (from, to) => Array.from({ length: to - from + 1 }, (_, place) => line(from + place));
const view = (after, last, more) => ({ after, last, events: lines(after + 1, last), anew: false, ...more });
const numbers = ({ shown }) => shown.events.map(({ number }) => number);
const texts = (room) => folded(room.shown.events).map(({ text }) => text);

/** Numbers that look random, and are the same each time. */
function dice(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A server's room: every event, and what a fetch shows of it now, to somebody who does not see `hidden`. */
class ServersRoom {
  events = [];
  rows = [];

  constructor(hidden = "") {
    this.hidden = hidden;
  }

  act(roll) {
    const own = this.rows.filter(({ kind }) => kind === "line");
    const about = own[roll(own.length)];
    const number = this.rows.length + 1;
    const at = 1000 * number;
    const kind = about === undefined ? "line" : ["line", "line", "edit", "delete", "system", "mode"][roll(6)];
    const author = ["ada", "bob", "eve"][roll(3)];
    const whose = kind === "edit" || kind === "delete" ? about.author : author;
    const event = { number, at, kind, author: whose, name: whose };
    if (kind === "line") Object.assign(event, { line: number, text: `text ${number}` });
    if (kind === "edit") Object.assign(event, { about: about.number, text: `text ${number}` });
    if (kind === "delete") event.about = about.number;
    if (kind === "system") event.notice = { type: "result", points: [number, 0] };
    if (kind === "mode") event.mode = { slow: number, members: false, closed: false };
    if (kind === "edit") this.rows[about.number - 1] = { ...about, text: event.text, edited: at };
    if (kind === "delete") this.rows[about.number - 1] = { number: about.number, kind: "gone" };
    this.rows.push(event);
    this.events.push(event);
    return this.shown(event);
  }

  shown(event) {
    return event.author === this.hidden ? { number: event.number, kind: "hidden" } : event;
  }

  fetch(after, last = this.rows.length) {
    return this.rows.slice(after, last).map((row) => this.shown(row));
  }
}

test("what was fetched, and the events after it, are what is fetched later: for every kind of event", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const roll = dice(seed);
    const server = new ServersRoom(seed % 3 === 0 ? "eve" : "");
    const many = 5 + roll(30);
    for (let done = 0; done < many; done += 1) server.act(roll);
    const after = roll(many);
    let room = told(NEW_ROOM, { after, last: many, events: server.fetch(after), anew: false });
    for (let done = roll(20); done > 0; done -= 1) {
      const event = server.act(roll);
      room = happened(room, event);
      const again = server.events[roll(server.events.length)];
      if (roll(4) === 0) room = happened(room, server.shown(again)); // twice changes nothing
      if (roll(5) === 0) room = told(room, { after: knownUpTo(room), last: event.number, events: [], anew: false });
      const later = rangeOf(after, server.fetch(after));
      assert.deepEqual(folded(room.shown.events), folded(later.events), `seed ${seed}`);
    }
  }
});

test("whatever is lost, what is looked at becomes whole again by asking for what is missing", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const roll = dice(seed);
    const server = new ServersRoom();
    let room = told(NEW_ROOM, { after: 0, last: 0, events: [], anew: false });
    for (let done = 0; done < 40; done += 1) {
      const event = server.act(roll);
      if (roll(3) > 0) room = happened(room, event);
      const after = roll(4) === 0 ? gapAfter(room) : null;
      if (after !== null) room = withLater(room, after, { events: server.fetch(after, after + 5), more: true });
    }
    room = headed(room, { last: server.rows.length });
    if (isBehind(room)) room = told(room, { ...view(0, 0), after: knownUpTo(room), last: server.rows.length, events: server.fetch(knownUpTo(room)) });
    for (let after = gapAfter(room); after !== null; after = gapAfter(room)) {
      const events = server.fetch(after, after + 5);
      room = withLater(room, after, { events, more: after + 5 < server.rows.length });
    }
    assert.deepEqual(folded(room.shown.events), folded(server.rows), `seed ${seed}`);
  }
});

test("a line that is fetched reads as after its last edit, though an earlier edit is in the range and the last is not", () => {
  const edits = [{ number: 2, kind: "edit", at: 2000, about: 1, text: "first" }, { number: 3, kind: "edit", at: 3000, about: 1, text: "second" }];
  const fetched = line(1, { text: "second", edited: 3000 });
  const room = told(NEW_ROOM, { after: 0, last: 2, events: [fetched, edits[0]], anew: false });
  assert.deepEqual(texts(room), ["second"]);
  assert.deepEqual(texts(happened(room, edits[1])), ["second"]);
});

test("an answer about what is not looked at any more changes nothing", () => {
  const room = told(told(NEW_ROOM, view(0, 5)), view(100, 200));
  assert.equal(withLater(room, 3, { events: lines(4, 53), more: true }), room);
});

test("a room that is shown again replaces what is known from there on", () => {
  const before = told(NEW_ROOM, view(0, 5));
  const changed = told(before, { after: 3, last: 5, events: [line(4, { text: "other" }), line(5)], anew: false });
  assert.deepEqual(texts(changed), ["line 1", "line 2", "line 3", "other", "line 5"]);
});

test("after a block all is forgotten, and what comes then holds alone", () => {
  const before = told(NEW_ROOM, view(0, 5));
  const anew = told(before, { after: 3, last: 5, events: [{ number: 4, kind: "hidden" }, line(5)], anew: true });
  assert.deepEqual(texts(anew), ["line 5"]);
  assert.equal(anew.complete, false);
});

test("a page that was away for long sees the newest, and what is between is not fetched by itself", () => {
  const before = told(NEW_ROOM, view(0, 5));
  const away = told(before, view(900, 1000));
  assert.deepEqual([numbers(away).at(-1), away.live.after, gapAfter(away)], [5, 900, null]);
  assert.deepEqual(numbers(atNewest(away))[0], 901);
  const soon = told(before, view(100, 200));
  assert.equal(gapAfter(soon), 5);
});

test("earlier lines come before what is shown, and only what was asked for last", () => {
  const room = told(NEW_ROOM, view(60, 100));
  const more = withEarlier(room, 61, { events: lines(11, 60), more: true });
  assert.deepEqual([numbers(more)[0], lastOf(more.shown), more.complete], [11, 100, false]);
  assert.equal(withEarlier(more, 61, { events: lines(11, 60), more: true }), more);
  const all = withEarlier(more, 11, { events: lines(1, 10), more: false });
  assert.deepEqual([numbers(all)[0], all.complete], [1, true]);
});

test("what the server has no more leaves no gap", () => {
  const room = told(NEW_ROOM, view(60, 61));
  const more = withEarlier(room, 61, { events: [line(20), line(60)], more: false });
  assert.equal(more.shown.events.length, 42);
  assert.deepEqual(texts(more), ["line 20", "line 60", "line 61"]);
  assert.equal(withEarlier(room, 61, { events: [], more: false }).complete, true);
});

test("whoever jumps to what is new comes back to the newest by going on", () => {
  let room = jumped(told(NEW_ROOM, view(400, 500)), 100, { events: lines(101, 150), more: true });
  assert.deepEqual([numbers(room)[0], lastOf(room.shown), lastOf(room.live)], [101, 150, 500]);
  room = happened(room, line(501));
  assert.deepEqual([lastOf(room.shown), lastOf(room.live), knownUpTo(room)], [150, 501, 501]);
  for (let after = 150; room.live; after += 50) room = withLater(room, after, { events: lines(after + 1, after + 50), more: true });
  assert.deepEqual([numbers(room)[0], lastOf(room.shown)], [101, 501]);
});

test("unread are lines of others after the mark, as far as is known, else what the server has counted", () => {
  let room = told(NEW_ROOM, view(0, 5));
  room = marked(room, { number: 2, unread: 3 });
  assert.equal(unreadIn(room, "ada"), 3);
  room = happened(room, line(6, { author: "ada" }));
  room = happened(room, { number: 7, kind: "hidden" });
  room = happened(room, { number: 8, kind: "delete", at: 9, author: "bob", about: 4 });
  assert.equal(unreadIn(room, "ada"), 2);
  const far = happened(marked(told(NEW_ROOM, view(400, 500)), { number: 10, unread: 90 }), line(501));
  assert.equal(unreadIn(far, "ada"), 91);
});

test("a mark only grows", () => {
  const room = marked(told(NEW_ROOM, view(0, 9)), { number: 5, unread: 4 });
  assert.equal(marked(room, { number: 3, unread: 6 }), room);
  assert.equal(seenBy(seenBy(room, { number: 7 }), { number: 6 }).seen, 7);
});

test("a room that is not looked at keeps its newest events", () => {
  const room = trimmed(told(NEW_ROOM, view(0, 100)), 10);
  assert.deepEqual([numbers(room)[0], knownUpTo(room), room.complete], [91, 100, false]);
});
