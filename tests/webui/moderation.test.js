/** Moderation: what mutes somebody and until when, what a report shows, and when the page asks. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Store } from "../../webui/js/lib/store.js";
import { followModeration } from "../../webui/js/moderation/follow.js";
import {
  contextOf, firstEnd, inForce, isModerator, modeOf, muteOf, partsOf, placeOf, speakersOf, untilOf,
} from "../../webui/js/moderation/model.js";
import { Listeners } from "../../webui/js/net/listeners.js";
import { World } from "./world.js";

const mute = (room, until) => ({ room, moderator: "Cyd", reason: "flood", until });
const numbers = (...given) => contextOf(...given).map(({ number }) => number);
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a mute counts in its room, or everywhere, until its end; the longest one is shown", () => {
  const [here, all, ever] = [mute("lobby", 50), mute("", 70), mute("", null)];
  assert.equal(muteOf({}, "lobby", 0), null);
  assert.equal(muteOf({ mutes: [here] }, "lobby", 49), here);
  assert.equal(muteOf({ mutes: [here] }, "lobby", 50), null);
  assert.equal(muteOf({ mutes: [here] }, "d.a.b", 0), null);
  assert.equal(muteOf({ mutes: [here, all] }, "lobby", 0), all);
  assert.equal(muteOf({ mutes: [ever, all] }, "d.a.b", 0), ever);
  assert.equal(muteOf({ mutes: [{ room: "", moderator: "Cyd", reason: "x" }] }, "lobby", 1e15).moderator, "Cyd");
  assert.deepEqual(inForce([here, all, ever], 60), [all, ever]);
  assert.equal(firstEnd([all, here, ever]), 50);
  assert.equal(firstEnd([ever]), null);
});

test("a length becomes an end, or none", () => {
  assert.equal(untilOf("minutes", 5), 600_005);
  assert.equal(untilOf("week", 0), 604_800_000);
  assert.equal(untilOf("ever", 5), null);
});

test("a report shows the lines near the reported one, or all; of other events nothing", () => {
  const lines = Array.from({ length: 12 }, (_, place) => ({ number: place + 1, kind: place === 4 ? "mode" : "line" }));
  assert.deepEqual(numbers({ context: lines, number: 7 }), [3, 4, 6, 7, 8, 9, 10]);
  assert.deepEqual(numbers({ context: lines, number: 1 }), [1, 2, 3, 4]);
  assert.equal(numbers({ context: lines, number: 7 }, true).length, 11);
});

test("places, names of the log, and modes", () => {
  assert.deepEqual(["", "lobby", "d.a.b", "m.1", "r.1"].map(placeOf), ["everywhere", "lobby", "direct", "match", "made"]);
  assert.deepEqual(partsOf("ada (x) (p1)"), { name: "ada (x)", id: "p1" });
  assert.deepEqual(partsOf("address 1.2.3.4"), { name: "address 1.2.3.4", id: null });
  for (const who of ["all", "members", "closed"]) assert.equal(speakersOf(modeOf({ who, slow: "30" })), who);
  assert.deepEqual(modeOf({ who: "members", slow: "30" }), { slow: 30, members: true, closed: false });
  assert.deepEqual([undefined, "player", "moderator", "admin"].map((role) => isModerator({ profile: { role } })), [false, false, true, true]);
});

function setUp(profile) {
  const world = new World();
  const listeners = new Listeners();
  const session = { clock: { now: () => world.time }, on: (type, handler) => listeners.on(type, handler) };
  const asked = [];
  const api = {
    reports: [{}, {}],
    async ask(_method, path) {
      asked.push(path);
      if (!api.reports) throw new Error("away");
      return { reports: api.reports };
    },
  };
  const store = new Store({ player: { id: "p1" }, profile });
  followModeration({ api, session, store, world });
  return { api, asked, hear: (frame) => listeners.tell(frame.t, frame), store, world };
}

test("a mute goes away by itself at its end, and with a new session", () => {
  const { hear, store, world } = setUp({ role: "player" });
  hear({ t: "mutes", mutes: [mute("lobby", 5000), mute("", 9000)] });
  assert.equal(store.state.mutes.length, 2);
  world.pass(5001);
  assert.deepEqual(store.state.mutes, [mute("", 9000)]);
  hear({ t: "welcome", resumed: true });
  assert.equal(store.state.mutes.length, 1);
  hear({ t: "welcome", resumed: false });
  assert.deepEqual(store.state.mutes, []);
});

test("only moderators ask for reports, at once after an act, else once a minute; a failure keeps the count", async () => {
  const { api, asked, store, world } = setUp({ role: "player" });
  world.pass(120_000);
  assert.deepEqual([asked.length, store.state.openReports], [0, 0]);
  store.set({ profile: { role: "moderator" } });
  await turn();
  assert.deepEqual([asked.length, store.state.openReports], [1, 2]);
  api.reports = null;
  world.pass(59_000);
  assert.equal(asked.length, 1);
  world.pass(1000);
  await turn();
  assert.deepEqual([asked.length, store.state.openReports], [2, 2]);
  api.reports = [];
  store.set({ moderated: 1 });
  await turn();
  assert.deepEqual([asked.length, store.state.openReports], [3, 0]);
  store.set({ profile: { role: "player" } });
  world.pass(120_000);
  assert.equal(asked.length, 3);
});
