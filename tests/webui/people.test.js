/** The people around the player: requests to the API, effects of frames, and undo. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Store } from "../../webui/js/lib/store.js";
import { People } from "../../webui/js/net/people.js";
import { relationShown } from "../../webui/js/net/people_state.js";

const BOB = { id: "b", name: "Bob", avatar: null };
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** People with an API that answers as `answers[method path]` says; the test sends the frames. */
async function setUp({ guest = false, friends = [{ player: BOB, at: 1 }], answers = {} } = {}) {
  const asked = [];
  const handlers = {};
  const later = [];
  const api = {
    async ask(method, path) {
      asked.push(`${method} ${path}`);
      const answer = answers[`${method} ${path}`];
      if (answer instanceof Error) throw answer;
      return answer ?? { "/friends": { friends, asked: [], asks: [] }, "/blocks": { blocks: [] }, "/profile": {} }[path];
    },
  };
  const session = {
    on: (type, handler) => (handlers[type] = handler),
    request: async (frame) => asked.push(`frame ${frame.t}`),
  };
  const store = new Store({ player: { id: "me", guest } });
  const world = { date: () => 5, later: (action) => later.push(action), cancel: () => {} };
  const people = new People({ api, session, store, world });
  handlers.welcome();
  await turn();
  return { answers, asked, handlers, later, people, store, relation: () => relationShown(store.state.circle, "b") };
}

test("a welcome brings the lists; a guest asks for no friends", async () => {
  const { asked, relation, store } = await setUp();
  assert.deepEqual(asked, ["frame friends", "GET /profile", "GET /blocks", "GET /friends"]);
  assert.deepEqual([store.state.circle.status, relation()], ["ready", "friend"]);
  const guest = await setUp({ guest: true });
  assert.ok(!guest.asked.includes("GET /friends"));
});

test("lists that cannot be read are asked for again", async () => {
  const all = await setUp({ answers: { "GET /friends": new Error("503") } });
  assert.equal(all.store.state.circle.status, "failed");
  delete all.answers["GET /friends"];
  all.later.at(-1)();
  await turn();
  assert.equal(all.store.state.circle.status, "ready");
});

test("frames change what is known, at once", async () => {
  const { handlers, relation, store } = await setUp();
  handlers.tie({ player: BOB, relation: "none" });
  assert.equal(relation(), "none");
  handlers.friends({ friends: [{ player: "b", presence: "online", match: null, seen: null }] });
  handlers.presence({ player: "b", presence: "playing", match: "m1", seen: null });
  assert.deepEqual(store.state.presence, { b: { presence: "playing", match: "m1", seen: null } });
});

test("another name and image of one's own are taken over", async () => {
  const { asked, handlers, people, store } = await setUp();
  people.setProfile({ guest: false, player: { id: "me", name: "Me", avatar: null } });
  asked.length = 0;
  handlers.profile({ player: { id: "me", name: "Countess", guest: false }, avatar: "f00" });
  assert.deepEqual(store.state.profile.player, { id: "me", name: "Countess", avatar: "f00" });
  assert.deepEqual(asked, []);
});

test("who is a guest no more has lists to ask for", async () => {
  const { asked, handlers, people, store } = await setUp({ guest: true });
  people.setProfile({ guest: true });
  store.set({ player: { id: "me", guest: false } }); // the session has taken in the frame first
  handlers.profile({ player: { id: "me", name: "Me", guest: false }, avatar: null });
  await turn();
  assert.ok(asked.includes("GET /friends"));
});

test("a removal that is undone was never asked for", async () => {
  const { asked, people, relation } = await setUp();
  const { commit, undo } = people.remove(BOB);
  assert.equal(relation(), "none");
  undo();
  await commit();
  assert.equal(relation(), "friend");
  assert.ok(!asked.includes("DELETE /friends/b"));
});

test("a removal is asked for once", async () => {
  const { asked, people, relation } = await setUp();
  const { commit } = people.remove(BOB);
  await commit();
  await commit();
  assert.equal(asked.filter((call) => call === "DELETE /friends/b").length, 1);
  assert.equal(relation(), "none");
});

test("a removal that is refused leaves everything as it was", async () => {
  const { people, relation } = await setUp({ answers: { "DELETE /friends/b": new Error("503") } });
  await assert.rejects(people.remove(BOB).commit());
  assert.equal(relation(), "friend");
});

test("asking, and blocking, show what the server answered", async () => {
  const { people, relation } = await setUp({ friends: [], answers: { "PUT /friends/b": { relation: "asked" } } });
  await people.befriend(BOB);
  assert.equal(relation(), "asked");
  await people.block(BOB);
  assert.equal(relation(), "blocked");
  await people.unblock(BOB);
  assert.equal(relation(), "none");
});

test("who signs out leaves nothing behind", async () => {
  const { people, store } = await setUp();
  const { commit } = people.remove(BOB);
  people.forget();
  assert.equal(await commit(), false);
  assert.deepEqual([store.state.circle.friends, store.state.profile], [[], null]);
});
