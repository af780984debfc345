/** Lines that are not said yet: they outlive losses, reloads and other tabs, and are said once, in order. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { KeptLines } from "../../webui/js/chat/kept_lines.js";
import { LineQueue, OTHERS, PATIENCE } from "../../webui/js/chat/line_queue.js";
import { World } from "./world.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));
const refusal = (code, more) => Object.assign(new Error(code), { code, detail: "", ...more });

/** A browser's storage, which all tabs of a test share. */
class Storage {
  clear() {
    for (const key of Object.keys(this)) delete this[key];
  }
}
Object.assign(Storage.prototype, {
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  },
  setItem(key, value) {
    this[key] = String(value);
  },
  removeItem(key) {
    delete this[key];
  },
});

let world = null;
let tabs = [];

beforeEach(() => {
  globalThis.localStorage = new Storage();
  world = new World();
  world.time = 1_000_000;
  tabs = [];
});

/** A tab. `answer(entry)` is what the server does: it may throw, or wait. What it took is in `said`. */
function open(answer = () => {}, { player = "ada", tab = `tab${tabs.length}` } = {}) {
  const said = [];
  const send = async (entry) => {
    await answer(entry);
    said.push(entry.text);
  };
  const queue = new LineQueue({ send, kept: new KeptLines(player), world, tab, changed: () => {} });
  tabs.push(queue);
  return { queue, said };
}

async function pass(time) {
  for (let left = time; left > 0; left -= 500) {
    world.pass(500);
    await turn();
  }
}

test("lines are said one after the other, and then they are gone", async () => {
  const { queue, said } = open();
  for (const text of ["one", "two", "three"]) queue.say("lobby", text);
  assert.deepEqual(queue.in("lobby").map(({ state }) => state), ["waiting", "waiting", "waiting"]);
  await pass(1000);
  assert.deepEqual([said, queue.in("lobby"), Object.keys(localStorage).length], [["one", "two", "three"], [], 1]);
});

test("each line has a number above all before, also when the clock goes back", async () => {
  const numbers = [];
  const { queue } = open(({ line }) => numbers.push(line));
  queue.say("lobby", "one");
  queue.say("lobby", "two");
  world.time -= 60_000;
  queue.say("d.ada.bob", "three");
  await pass(1000);
  assert.deepEqual(numbers.toSorted(), [1_000_000, 1_000_001, 1_000_002]);
});

test("a line that cannot be sent now is sent again, and those behind it wait", async () => {
  let tries = 0;
  const { queue, said } = open(() => {
    tries += 1;
    if (tries < 4) throw refusal(["offline", "unanswered", "unavailable"][tries - 1]);
  });
  queue.say("lobby", "one");
  queue.say("lobby", "two");
  await pass(500);
  assert.deepEqual(said, []);
  await pass(20_000);
  assert.deepEqual(said, ["one", "two"]);
});

test("a connection that is back is used at once", async () => {
  let online = false;
  const { queue, said } = open(() => {
    if (!online) throw refusal("offline");
  });
  queue.say("lobby", "one");
  await pass(30_000);
  online = true;
  queue.online();
  await turn();
  assert.deepEqual(said, ["one"]);
});

test("after some minutes a line is a draft, which only its author sends again, as the same line", async () => {
  let online = false;
  const numbers = [];
  const { queue, said } = open(({ line }) => {
    numbers.push(line);
    if (!online) throw refusal("offline");
  });
  queue.say("lobby", "one");
  await pass(PATIENCE + 1000);
  assert.deepEqual(queue.in("lobby").map(({ state, why }) => [state, why]), [["draft", "late"]]);
  online = true;
  queue.online();
  await pass(PATIENCE);
  assert.deepEqual(said, []);
  queue.again("lobby", queue.in("lobby")[0].line);
  await turn();
  assert.deepEqual([said, new Set(numbers).size], [["one"], 1]);
});

test("what was written before a reload is said after it, but not a day later", async () => {
  const before = open(() => new Promise(() => {}));
  before.queue.say("lobby", "one");
  before.queue.stop();
  const after = open(() => {}, { tab: "tab0" });
  await turn();
  assert.deepEqual(after.said, ["one"]);
  const silent = open(() => new Promise(() => {}), { tab: "tab0" });
  silent.queue.say("lobby", "two");
  silent.queue.stop();
  world.time += 86_400_000;
  const late = open(() => {}, { tab: "tab0" });
  await pass(20_000);
  assert.deepEqual([late.said, late.queue.in("lobby")[0].state], [[], "draft"]);
});

test("a draft survives a reload, and can be discarded", async () => {
  const { queue } = open(() => {
    throw refusal("not_allowed");
  });
  queue.say("lobby", "one");
  await turn();
  const after = open();
  const [draft] = after.queue.in("lobby");
  assert.deepEqual([draft.state, draft.why, draft.text], ["draft", "not_allowed", "one"]);
  after.queue.drop("lobby", draft.line);
  assert.deepEqual(open().queue.in("lobby"), []);
});

test("a line that is refused for what it is does not hold up those behind it", async () => {
  const { queue, said } = open(({ text }) => {
    if (text === "bad") throw refusal("not_allowed");
  });
  for (const text of ["bad", "good"]) queue.say("lobby", text);
  await pass(1000);
  assert.deepEqual([said, queue.in("lobby").map(({ text }) => text)], [["good"], ["bad"]]);
});

test("who is too fast waits as long as the server says", async () => {
  let free = 0;
  const { queue, said } = open(() => {
    if (world.time < free) throw refusal("too_fast", { wait: free - world.time });
    free = world.time + 2500;
  });
  for (const text of ["one", "two"]) queue.say("lobby", text);
  await pass(2000);
  assert.deepEqual(said, ["one"]);
  await pass(1500);
  assert.deepEqual(said, ["one", "two"]);
});

test("a number that another device has used is exchanged, and the order stays", async () => {
  const numbers = [];
  const { queue, said } = open(({ line, text }) => {
    numbers.push(line);
    if (text === "one" && numbers.length === 1) throw refusal("line_taken");
  });
  for (const text of ["one", "two"]) queue.say("lobby", text);
  await pass(3000);
  assert.deepEqual([said, new Set(numbers).size], [["one", "two"], 3]);
});

test("two tabs have the same lines, and only one sends them; the other if that one is closed", async () => {
  const other = open();
  const { queue, said } = open(() => new Promise(() => {}));
  queue.say("lobby", "one");
  other.queue.reread(null);
  assert.deepEqual(other.queue.in("lobby").map(({ text }) => text), ["one"]);
  await pass(OTHERS - 1000);
  assert.deepEqual([said, other.said], [[], []]);
  queue.stop();
  await pass(2000);
  assert.deepEqual(other.said, ["one"]);
});

test("two tabs never give one number to two lines", async () => {
  const numbers = [];
  const note = ({ line }) => numbers.push(line);
  const both = [open(note), open(note)];
  for (const { queue } of both) queue.say("lobby", "hello");
  await pass(1000);
  assert.equal(new Set(numbers).size, 2);
});

test("whoever signs in next says nothing of what another one has written", async () => {
  const { queue } = open(() => {
    throw refusal("offline");
  });
  queue.say("lobby", "one");
  queue.stop();
  const other = open(() => {}, { player: "bob" });
  await pass(20_000);
  assert.deepEqual([other.said, other.queue.rooms], [[], []]);
});
