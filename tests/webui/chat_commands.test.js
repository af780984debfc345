/** What the commands of the chat do, and say where they cannot. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { read } from "../../webui/js/chat/commands.js";
import { NO_ROOMS, withRoom } from "../../webui/js/chat/directory.js";
import { obey } from "../../webui/js/chat/dock/obey.js";
import { told } from "../../webui/js/chat/room_model.js";

const line = (number, author, name) => ({ number, kind: "line", at: 1, author, name, line: number, text: "x" });

function setUp() {
  const done = [];
  const events = [line(1, "bob", "Bob"), line(2, "b2", "Twin"), line(3, "b3", "Twin"), line(4, "ada", "Ada")];
  const known = withRoom(NO_ROOMS, "lobby").rooms.lobby;
  const room = { ...known, model: told(known.model, { after: 0, last: 4, events, anew: false }) };
  const circle = { status: "ready", friends: [{ player: { id: "eve", name: "Eve" } }], asked: [], asks: [], blocks: [], leaving: [] };
  const app = {
    store: { state: { circle, player: { id: "ada", name: "Ada" } } },
    invitations: { invite: ({ id }) => done.push(`invite ${id}`) },
    notify: () => {},
    people: { block: async ({ id }) => done.push(`block ${id}`) },
  };
  const chat = { rooms: { room: () => room } };
  const say = (text) => obey(read(text), { app, chat, id: "lobby" });
  return { done, say };
}

test("whoever has said something here, or is a friend, can be named", async () => {
  const { done, say } = setUp();
  assert.deepEqual(await say("/block bob"), { answer: "", done: true });
  assert.deepEqual(await say("/invite @Eve"), { answer: "", done: true });
  assert.deepEqual(done, ["block bob", "invite eve"]);
});

test("nobody is blocked by mistake", async () => {
  const { done, say } = setUp();
  for (const text of ["/block Twin", "/block Mallory", "/block Ada", "/block", "/invite", "/dance"]) {
    const { answer, done: isDone } = await say(text);
    assert.ok(answer.length > 10, text);
    assert.equal(isDone, false, text);
  }
  assert.deepEqual(done, []);
});

test("help tells the commands", async () => {
  const { answer, done } = await setUp().say("/help");
  assert.match(answer, /\/me .*\/invite .*\/block/);
  assert.ok(done);
});
