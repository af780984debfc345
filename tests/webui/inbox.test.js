/** The inbox: what is asked of the server and when, and that no page shows a stale count. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { announce } from "../../webui/js/inbox/announce.js";
import { titleOf } from "../../webui/js/titles.js";
import { placeOf, sayNotice } from "../../webui/js/inbox/words.js";
import { Store } from "../../webui/js/lib/store.js";
import { Inbox } from "../../webui/js/net/inbox.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));
const FRIEND = { kind: "friend_accepted", player: "b", name: "Bob" };
const FIGHT = { kind: "next_fight", tournament: "t5", name: "Spring", pairing: "p3", opponent: "Ace", deadline: null };

function note(id, read = false) {
  return { id, at: 1, read, notice: FRIEND };
}

/** An inbox whose server answers each request when the test says so: `answers.shift()(value)`. */
async function setUp() {
  const [asked, answers, came, handlers, later] = [[], [], [], {}, []];
  const api = {
    ask: (method, path, body) => {
      asked.push(body ? `${method} ${path} ${JSON.stringify(body)}` : `${method} ${path}`);
      return new Promise((resolve, reject) => answers.push((value) => (value instanceof Error ? reject(value) : resolve(value))));
    },
  };
  const session = { on: (type, handler) => (handlers[type] = handler) };
  const store = new Store({ player: { id: "me" } });
  const world = { cancel: () => {}, later: (action) => later.push(action) };
  const inbox = new Inbox({ api, came: (notice) => came.push(notice), session, store, world });
  const answer = async (value) => {
    answers.shift()(value);
    await turn();
  };
  return { answer, answers, asked, came, handlers, inbox, later, shown: () => store.state.inbox, store };
}

async function filled(...notes) {
  const all = await setUp();
  all.handlers.welcome({ resumed: false });
  await all.answer({ notes, unread: notes.filter(({ read }) => !read).length, more: false });
  return all;
}

test("a welcome asks, a resumed one does not: the frames in between come by themselves", async () => {
  const { asked, handlers, shown } = await filled(note("a"), note("b", true));
  assert.deepEqual([shown().status, shown().unread], ["ready", 1]);
  handlers.welcome({ resumed: true });
  assert.deepEqual(asked, ["GET /notifications"]);
});

test("a new note counts at once, and once", async () => {
  const { came, handlers, shown } = await filled(note("a"));
  handlers.notified({ id: "n", at: 2, notice: FIGHT });
  handlers.notified({ id: "n", at: 2, notice: FIGHT });
  assert.deepEqual([shown().unread, shown().notes.map(({ id }) => id)], [2, ["n", "a"]]);
  assert.deepEqual(came, [FIGHT]);
});

test("a note that comes while an answer is under way is not lost by it", async () => {
  const { answer, answers, handlers, shown } = await filled();
  handlers.inbox();
  handlers.notified({ id: "n", at: 2, notice: FRIEND });
  await answer({ notes: [], unread: 0, more: false }); // it was made before the note
  assert.equal(answers.length, 1);
  await answer({ notes: [note("n")], unread: 1, more: false });
  assert.deepEqual([shown().unread, shown().notes.length], [1, 1]);
});

test("what was read elsewhere, a block and a resync make it ask again", async () => {
  for (const frame of ["inbox", "tie", "resync"]) {
    const { asked, handlers } = await filled(note("a"));
    handlers[frame]({});
    assert.equal(asked.length, 2, frame);
  }
});

test("several reasons while it asks are one more question", async () => {
  const { answer, asked, handlers } = await filled(note("a"));
  for (let time = 0; time < 5; time += 1) handlers.inbox();
  await answer({ notes: [], unread: 0, more: false });
  assert.equal(asked.length, 3);
});

test("reading shows at once, and is taken back if the server does not hear it", async () => {
  const { answer, asked, inbox, shown } = await filled(note("a"), note("b"));
  const read = inbox.read(note("a"));
  assert.equal(shown().unread, 1);
  assert.equal(asked.at(-1), 'POST /notifications/read {"note":"a"}');
  const refused = assert.rejects(read);
  await answer(new Error("503"));
  await refused;
  await answer({ notes: [note("a"), note("b")], unread: 2, more: false });
  assert.equal(shown().unread, 2);
  const all = inbox.readAll();
  assert.equal(asked.at(-1), 'POST /notifications/read {"note":"a","earlier":true}');
  assert.equal(shown().unread, 0);
  await answer({});
  await all;
  await inbox.read(note("a"));
  assert.equal(asked.length, 4, "what was read is not told again");
});

test("older notes follow those that are there", async () => {
  const { answer, asked, inbox, shown } = await filled(note("c d"));
  const more = inbox.more();
  assert.equal(asked.at(-1), "GET /notifications?before=c%20d");
  await answer({ notes: [note("b")], unread: 2, more: true });
  await more;
  assert.deepEqual([shown().notes.length, shown().more], [2, true]);
});

test("an answer for who is not signed in any more shows nothing", async () => {
  const { answer, asked, handlers, shown, store } = await setUp();
  handlers.welcome({ resumed: false });
  store.set({ player: { id: "other" } });
  await turn();
  handlers.welcome({ resumed: false });
  await answer({ notes: [note("a")], unread: 1, more: false });
  assert.deepEqual([shown().status, shown().unread, asked.length], ["loading", 0, 2]);
  await answer({ notes: [], unread: 0, more: false });
  assert.equal(shown().status, "ready");
  store.set({ player: null });
  await turn();
  assert.equal(shown().status, "loading");
});

test("without an answer it says so, and asks again by itself", async () => {
  const { answer, asked, handlers, later, shown } = await setUp();
  handlers.welcome({ resumed: false });
  await answer(new Error("503"));
  assert.equal(shown().status, "failed");
  later.at(-1)();
  assert.equal(asked.length, 2);
  await answer({ notes: [], unread: 0, more: false });
  assert.equal(shown().status, "ready");
});

test("every kind of notice has words and leads somewhere", () => {
  const news = { kind: "tournament", tournament: "t5", name: "Spring", what: "over", place: 2 };
  const device = { kind: "new_device", device: "Firefox on Linux", address: "192.0.2.1" };
  const muted = { kind: "muted", room: "", moderator: "Cyd", reason: "flood", until: null };
  const about = ["invitation_missed", "invited"].map((kind) => ({ ...FRIEND, kind }));
  const kinds = [FIGHT, { ...FIGHT, opponent: null, deadline: 5 }, FRIEND, ...about, muted, device];
  for (const what of ["added", "removed", "recovery_used", "guessed", "copied"]) kinds.push({ kind: "factor", what });
  for (const what of ["check_in", "started", "result", "over", "cancelled"]) kinds.push({ ...news, what, place: null });
  for (const notice of [...kinds, news, { ...muted, room: "lobby", until: 5 }]) {
    assert.doesNotMatch(sayNotice(notice), /^inbox\.|\{|null|undefined/);
  }
  assert.deepEqual([FIGHT, FRIEND, muted, device].map(placeOf), ["/tournament/t5", "/player/b", null, "/account/sign-in"]);
});

test("a call to the next match is said even in a match, and stays; a new friend can wait", () => {
  const said = [];
  const app = { notify: (notice) => said.push(notice), store: { state: { currentMatch: "m1" }, subscribe: () => {} } };
  announce(FRIEND, app);
  assert.equal(said.length, 0);
  announce(FIGHT, app);
  assert.deepEqual([said[0].lasts, said[0].link.href], [true, "/tournament/t5"]);
  app.store.state.currentMatch = null;
  announce(FRIEND, app);
  assert.equal(said[1].lasts, false);
  announce({ ...FRIEND, kind: "invitation_missed" }, app);
  assert.equal(said.length, 2, "the page has said it when it ended");
  app.store.state.page = { path: "/tournament/t5" };
  announce(FIGHT, app);
  assert.equal(said.length, 2, "the page of the tournament says it");
  app.store.state.page = { path: "/account" };
  announce({ kind: "new_device", device: "Firefox on Linux", address: "192.0.2.1" }, app);
  assert.equal(said.length, 3, "the account page does not say it");
});

test("a call that was answered is said no longer", async () => {
  const store = new Store({ currentMatch: null, inbox: { notes: [{ id: "n1", read: false, notice: FIGHT }] } });
  let ended = 0;
  announce(FIGHT, { notify: () => () => (ended += 1), store });
  store.set({ inbox: { notes: [{ id: "n1", read: true, notice: FIGHT }] } });
  await Promise.resolve();
  assert.equal(ended, 1);
});

test("the title calls to the next match, until the call is answered or its time is over", () => {
  const call = { id: "n1", at: 0, read: false, notice: { ...FIGHT, deadline: 5000 } };
  const state = {
    circle: { asks: [], status: "ready" }, connection: { status: "online" }, currentMatch: null, lobby: null, matches: {},
    page: { path: "/", title: "Lobby", settled: true }, inbox: { notes: [call], unread: 0 },
  };
  const title = (more, now = 0) => titleOf({ ...state, ...more }, now);
  assert.equal(title({}), "● You are next · Rally");
  assert.equal(title({}, 5000), "Lobby · Rally");
  assert.equal(title({ inbox: { notes: [{ ...call, read: true }], unread: 0 } }), "Lobby · Rally");
});
