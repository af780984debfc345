/** The way into the chat: where it is open, and that it is loaded only once somebody is signed in. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Store } from "../../webui/js/lib/store.js";
import { recall, remember } from "../../webui/js/lib/storage.js";
import { ChatDoor } from "../../webui/js/chat/door.js";
import { newDocument } from "./dom.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));
let wide = true;
const media = new EventTarget();

beforeEach(() => {
  newDocument();
  wide = true;
  document.documentElement = { dataset: {} };
  globalThis.matchMedia = () => Object.defineProperty(media, "matches", { get: () => wide, configurable: true });
  globalThis.requestIdleCallback = (action) => queueMicrotask(action);
  globalThis.reportError = () => {};
  remember("rally.chat.open", null);
});

function setUp({ fails = false, page = "/", player = { id: "ada" } } = {}) {
  const all = { focused: 0, loads: 0, messages: [], notices: [], fails };
  const dock = { focus: () => (all.focused += 1), message: ({ name }) => all.messages.push(name) };
  const load = async () => {
    all.loads += 1;
    if (all.fails) throw new TypeError("no network");
    return { begin: () => dock };
  };
  const store = new Store({ player, page: { path: page } });
  const app = { store, notify: ({ text }) => all.notices.push(text) };
  const door = new ChatDoor({ app, load, shell: {} });
  door.start();
  const goTo = (path) => store.set({ page: { path } });
  return { ...all, all, door, goTo, store, isOpen: () => store.state.chatOpen };
}

test("it is loaded when the browser is idle, and only for whoever is signed in", async () => {
  const stranger = setUp({ player: null });
  await turn();
  assert.equal(stranger.all.loads, 0);
  stranger.store.set({ player: { id: "ada" } });
  await turn();
  stranger.store.set({ player: { id: "bob" } });
  await turn();
  assert.equal(stranger.all.loads, 1);
});

test("where it has a place of its own it stays as it was left", async () => {
  const { door, isOpen } = setUp();
  assert.equal(isOpen(), false);
  await door.toggle();
  assert.deepEqual([isOpen(), recall("rally.chat.open"), document.documentElement.dataset.chat], [true, "open", "open"]);
  assert.equal(setUp().isOpen(), true);
  await door.toggle();
  assert.equal(setUp().isOpen(), false);
});

test("beside a match it is folded, and what is done there is not remembered", async () => {
  const { door, goTo, isOpen } = setUp();
  await door.toggle();
  goTo("/match/m1");
  await turn();
  assert.equal(isOpen(), false);
  await door.toggle();
  assert.equal(isOpen(), true);
  await door.toggle();
  goTo("/");
  await turn();
  assert.equal(isOpen(), true);
});

test("in a narrow window it is a page of its own, which another page closes", async () => {
  const { door, goTo, isOpen } = setUp();
  wide = false;
  await door.toggle();
  assert.deepEqual([isOpen(), recall("rally.chat.open")], [true, null]);
  goTo("/friends");
  await turn();
  assert.equal(isOpen(), false);
});

test("whoever signs out has no chat", async () => {
  const { door, isOpen, store } = setUp();
  await door.toggle();
  store.set({ player: null });
  await turn();
  assert.equal(isOpen(), false);
});

test("a message to somebody waits until it is loaded", async () => {
  const { all, door, isOpen } = setUp();
  await door.message({ id: "bob", name: "Bob" });
  assert.deepEqual([isOpen(), all.messages], [true, ["Bob"]]);
});

test("what could not be loaded is said, the page stays, and the next press tries again", async () => {
  const { all, door, isOpen } = setUp({ fails: true });
  await turn();
  assert.deepEqual(all.notices, []);
  await door.toggle();
  assert.deepEqual([all.notices.length, isOpen()], [1, false]);
  all.fails = false;
  await door.toggle();
  assert.deepEqual([all.focused, isOpen()], [1, true]);
});
