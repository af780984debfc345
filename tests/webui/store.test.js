/** The store: what subscribers are told, and when. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Store } from "../../webui/js/lib/store.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));

function watched(initial, selector) {
  const store = new Store(initial);
  const heard = [];
  const unsubscribe = store.subscribe(selector, (value, previous) => heard.push([previous, value]));
  return { store, heard, unsubscribe };
}

test("a patch replaces its keys at once and leaves the others", () => {
  const store = new Store({ a: 1, b: { c: 2 } });
  const { b } = store.state;
  store.set({ a: 3 });
  assert.deepEqual(store.state, { a: 3, b: { c: 2 } });
  assert.equal(store.state.b, b);
});

test("several patches in a turn are heard once, with the last value", async () => {
  const { store, heard } = watched({ a: 1 }, ({ a }) => a);
  store.set({ a: 2 });
  store.set({ a: 3 });
  assert.deepEqual(heard, []);
  await turn();
  assert.deepEqual(heard, [[1, 3]]);
});

test("a change elsewhere, or back to the same, is not heard", async () => {
  const { store, heard } = watched({ a: NaN, b: 1 }, ({ a }) => a);
  store.set({ b: 2 });
  store.set({ a: 1 });
  store.set({ a: NaN });
  await turn();
  assert.deepEqual(heard, []);
});

test("a patch made by a handler is heard too", async () => {
  const { store, heard } = watched({ a: 1, b: 1 }, ({ b }) => b);
  store.subscribe(({ a }) => a, (a) => store.set({ b: a * 10 }));
  store.set({ a: 2 });
  await turn();
  assert.deepEqual(heard, [[1, 20]]);
});

test("who was unsubscribed by an earlier handler of the same round hears nothing", async () => {
  const store = new Store({ a: 1 });
  const heard = [];
  let unsubscribe = null;
  store.subscribe(({ a }) => a, () => unsubscribe());
  unsubscribe = store.subscribe(({ a }) => a, (a) => heard.push(a));
  store.set({ a: 2 });
  await turn();
  assert.deepEqual(heard, []);
});

test("a handler that throws does not keep the news from the others", async (context) => {
  const reported = [];
  globalThis.reportError = (error) => reported.push(error.message);
  context.after(() => delete globalThis.reportError);
  const store = new Store({ a: 1 });
  const heard = [];
  store.subscribe(({ a }) => a, () => {
    throw new Error("broken");
  });
  store.subscribe(({ a }) => a, (a) => heard.push(a));
  store.set({ a: 2 });
  await turn();
  assert.deepEqual([heard, reported], [[2], ["broken"]]);
});
