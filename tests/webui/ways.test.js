/** What is told outside the page: the subscription of a browser, and what the forms send. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Silent, ability, isSubscribed, subscribe } from "../../webui/js/ways/browser.js";
import { chosen, clockOf, minutesOf, quietFor, switched } from "../../webui/js/ways/model.js";

const KEY = "BAEC";

/** A browser: `permission` is what its person answers, `subscribe` what its push service does. */
function browser({ permission = "granted", before = null, making } = {}) {
  const done = [];
  const keys = { p256dh: "p", auth: "a" };
  const made = { toJSON: () => ({ endpoint: "https://push.example/1", keys }) };
  const pushManager = {
    getSubscription: async () => before,
    subscribe: making ?? (async ({ applicationServerKey: key }) => (done.push(`subscribed ${key}`), made)),
  };
  const registration = { pushManager };
  const serviceWorker = {
    getRegistration: async () => registration,
    ready: Promise.resolve(registration),
    register: async (script, { scope }) => done.push(`registered ${script} ${scope}`),
  };
  const Notification = { permission: "default", requestPermission: async () => permission };
  return { Notification, PushManager: {}, clearTimeout, done, isSecureContext: true, navigator: { serviceWorker }, setTimeout };
}

function subscription(bytes, done) {
  return { options: { applicationServerKey: new Uint8Array(bytes).buffer }, unsubscribe: async () => done.push("dropped") };
}

test("a browser says what it can, or why not", () => {
  const able = browser();
  assert.equal(ability(able), "able");
  assert.equal(ability({ ...able, isSecureContext: false }), "insecure");
  assert.equal(ability({ ...able, PushManager: undefined }), "unable");
  assert.equal(ability({ ...able, navigator: {} }), "unable");
  assert.equal(ability({ ...able, Notification: { permission: "denied" } }), "denied");
});

test("who allows it subscribes with the server's key", async () => {
  const world = browser();
  const made = await subscribe({ key: KEY, script: "/sw.js", world });
  assert.deepEqual(made, { endpoint: "https://push.example/1", p256dh: "p", auth: "a" });
  assert.deepEqual(world.done, ["registered /sw.js /", `subscribed ${KEY}`]);
});

test("who does not allow it is asked nothing more", async () => {
  const world = browser({ permission: "denied" });
  assert.equal(await subscribe({ key: KEY, script: "/sw.js", world }), null);
  assert.deepEqual(world.done, []);
});

test("a browser that never answers is given up", async () => {
  const world = browser({ making: () => new Promise(() => {}) });
  await assert.rejects(subscribe({ key: KEY, script: "/sw.js", world, patience: 5 }), Silent);
});

test("what a browser says against it is heard", async () => {
  const world = browser({ making: async () => { throw new Error("no push service"); } });
  await assert.rejects(subscribe({ key: KEY, script: "/sw.js", world }), /no push service/);
});

test("a subscription with another key gives way, one with this key stays", async () => {
  const dropped = [];
  const old = browser({ before: subscription([9, 9, 9], dropped) });
  assert.equal(await isSubscribed(KEY, old), false);
  await subscribe({ key: KEY, script: "/sw.js", world: old });
  assert.deepEqual(dropped, ["dropped"]);
  const same = browser({ before: subscription([4, 1, 2], dropped) });
  assert.equal(await isSubscribed(KEY, same), true);
  await subscribe({ key: KEY, script: "/sw.js", world: same });
  assert.deepEqual(dropped, ["dropped"]);
  assert.equal(await isSubscribed(KEY, browser()), false);
});

test("what is sent is what the server has said, with the change", () => {
  const said = { push: ["friend"], mail: [], quiet: null, quiet_until: null, calls: false, zone: "UTC", key: "x", browsers: [] };
  assert.deepEqual(chosen(said, { calls: true }, "Europe/Zurich"), {
    push: ["friend"], mail: [], quiet: null, quiet_until: null, calls: true, zone: "Europe/Zurich",
  });
  assert.deepEqual(switched(["friend", "muted"], "friend", false), ["muted"]);
  assert.deepEqual(switched(["friend"], "friend", true), ["friend"]);
});

test("minutes of the day are times of a clock", () => {
  assert.deepEqual([0, 65, 1439].map(clockOf), ["00:00", "01:05", "23:59"]);
  assert.deepEqual(["00:00", "01:05", "23:59"].map(minutesOf), [0, 65, 1439]);
});

test("quiet until tomorrow is until its morning", () => {
  const now = new Date(2026, 11, 31, 23, 30).getTime();
  assert.equal(quietFor("hour", now), now + 3_600_000);
  assert.equal(quietFor("tomorrow", now), new Date(2027, 0, 1, 8, 0).getTime());
});
