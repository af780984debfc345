/** What is read out of a room: each line where few come, and how many where there are many. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Announcer } from "../../webui/js/chat/dock/announcer.js";
import { NO_ROOMS, directRoom, withRoom } from "../../webui/js/chat/directory.js";
import { Store } from "../../webui/js/lib/store.js";
import { Listeners } from "../../webui/js/net/listeners.js";
import { newDocument, shown, textIn } from "./dom.js";

const ME = { id: "ada", name: "Ada" };
const DIRECT = directRoom("ada", "bob");
const line = (text, more) => ({ kind: "line", author: "bob", name: "Bob", text, ...more });

function setUp(t, { looksAt = null } = {}) {
  newDocument();
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  const rooms = withRoom(withRoom(NO_ROOMS, "lobby"), DIRECT, { other: { id: "bob", name: "Bob" } });
  const circle = { status: "ready", friends: [], asked: [], asks: [], blocks: [], leaving: [] };
  const listeners = new Listeners();
  const app = { store: new Store({ player: ME, chat: rooms, circle }) };
  const chat = { onEvent: (handler) => listeners.on("event", handler) };
  const part = shown(new Announcer({ app, chat, isHeard: (id) => id === looksAt }));
  const hear = (room, event) => listeners.tell("event", { room, event });
  return { hear, said: () => textIn(part.element) };
}

test("lines of the room that is looked at are read out, but not at once", (t) => {
  const { hear, said } = setUp(t, { looksAt: "lobby" });
  hear("lobby", line("Hello"));
  hear("lobby", line("Ada?"));
  assert.equal(said(), "");
  mock.timers.tick(1200);
  assert.equal(said(), "Bob: Hello Bob: Ada?");
});

test("of many lines it is only said how many they are", (t) => {
  const { hear, said } = setUp(t, { looksAt: "lobby" });
  for (let count = 0; count < 40; count += 1) hear("lobby", line(`line ${count}`));
  mock.timers.tick(1200);
  assert.equal(said(), "40 new lines.");
});

test("own lines, and what others say where nobody looks, are not read out", (t) => {
  const { hear, said } = setUp(t);
  hear("lobby", line("Hello"));
  hear(DIRECT, line("From me", { author: "ada" }));
  hear(DIRECT, { kind: "edit", author: "bob", about: 1, text: "x" });
  mock.timers.tick(5000);
  assert.equal(said(), "");
});

test("somebody who writes to the player is named, whatever is looked at", (t) => {
  const { hear, said } = setUp(t, { looksAt: "lobby" });
  hear(DIRECT, line("A secret"));
  mock.timers.tick(1200);
  assert.equal(said(), "Bob has written to you.");
});
