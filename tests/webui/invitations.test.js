/** Invitations to play: what the page knows of them, says, and offers to do. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { InvitationCards } from "../../webui/js/components/invitation_cards.js";
import { actsFor, playActs } from "../../webui/js/components/person_acts.js";
import { Invitations } from "../../webui/js/invitations.js";
import { isQuiet, news, NONE, openWith, secondsLeft } from "../../webui/js/net/invitations_state.js";
import { NOBODY } from "../../webui/js/net/people_state.js";
import { titleOf } from "../../webui/js/titles.js";
import { newDocument } from "./dom.js";
import { online, welcome } from "./online.js";

const BOB = { id: "p2", name: "Bob", avatar: null };
const CYD = { id: "p3", name: "Cyd", avatar: null };
const invitation = (id, player, more) => ({
  id, player, settings: { points: 5, win_by_two: false }, at: 0, until: 120_000, where: null, ...more,
});
const turn = () => new Promise((resolve) => setImmediate(resolve));

function setUp() {
  const all = online();
  const said = [];
  const app = { ...all, notify: ({ text }) => said.push(text) };
  app.invitations = new Invitations(app);
  return { ...all, app, said };
}

function shown({ world }, sent, received) {
  world.socket.receive({ t: "invitations", sent, received });
}

test("it asks after each welcome, and after a restart in the server", () => {
  const { world } = setUp();
  world.socket.receive({ t: "resync", reason: "restarted", seq: 1 });
  assert.equal(world.socket.of("invitations").length, 1);
  world.socket.end(1006);
  world.pass(5000);
  world.socket.open();
  world.socket.receive(welcome({ resumed: true }));
  assert.equal(world.socket.of("invitations").length, 1, "on the new socket");
});

test("the newest view counts, whole", () => {
  const all = setUp();
  shown(all, [invitation("i1", BOB)], [invitation("i2", CYD)]);
  assert.equal(openWith(all.store.state.invitations, "p2").sent.id, "i1");
  assert.equal(openWith(all.store.state.invitations, "p3").received.id, "i2");
  shown(all, [], []);
  assert.deepEqual(all.store.state.invitations, NONE);
});

test("how one has ended is said once, and in a match when that is over", async () => {
  const all = setUp();
  const ended = { t: "invitation_ended", invitation: "i1", player: BOB, sent: true };
  all.world.socket.receive({ ...ended, why: "declined", seq: 1 });
  assert.deepEqual(all.said, ["Bob has declined your invitation."]);
  all.store.set({ currentMatch: "m1" });
  await turn();
  all.world.socket.receive({ ...ended, sent: false, why: "withdrawn", seq: 2 });
  assert.equal(all.said.length, 1);
  all.store.set({ currentMatch: null });
  await turn();
  assert.deepEqual(all.said.slice(1), ["Bob has taken back the invitation."]);
});

test("a refused answer is said in words, but not if the match is there already", async () => {
  const all = setUp();
  const refuse = async (code) => {
    const answered = all.app.invitations.accept(invitation("i1", BOB));
    const { id } = all.world.socket.of("accept").at(-1);
    all.world.socket.receive({ t: "error", id, code, detail: "" });
    await answered;
  };
  await refuse("no_such_invitation");
  assert.deepEqual(all.said, ["This invitation is no longer open."]);
  all.store.set({ currentMatch: "m1" });
  await refuse("already_playing");
  assert.equal(all.said.length, 1);
});

test("beside a name stands what can be done now", () => {
  const keys = (state) => playActs({ circle: NOBODY, currentMatch: null, ...state }, BOB).map(({ key }) => key);
  const [sent, received] = [{ sent: [invitation("i", BOB)], received: [] }, { sent: [], received: [invitation("i", BOB)] }];
  assert.deepEqual(keys({ invitations: NONE }), ["invite"]);
  assert.deepEqual(keys({ invitations: sent }), ["invite_back"]);
  assert.deepEqual(keys({ invitations: received }), ["invite_accept", "invite_decline"]);
  assert.deepEqual(keys({ invitations: NONE, currentMatch: "m1" }), []);
  assert.deepEqual(keys({ invitations: received, currentMatch: "m1" }), ["invite_decline"]);
  const blocks = { ...NOBODY, blocks: [{ player: BOB, at: 0 }] };
  assert.deepEqual(keys({ invitations: NONE, circle: blocks }), []);
  assert.equal(actsFor("none", { guest: true }).at(-1).key, "block");
});

test("the title names who has invited the player last", () => {
  const state = {
    circle: { ...NOBODY, status: "ready" }, connection: { status: "online" }, currentMatch: null, lobby: null,
    matches: {}, page: { path: "/", title: "Lobby", settled: true },
    invitations: { sent: [], received: [invitation("i1", BOB), invitation("i2", CYD)] },
  };
  assert.equal(titleOf(state, 0), "● Cyd invites you · Rally");
  assert.equal(titleOf({ ...state, invitations: NONE }, 0), "Lobby · Rally");
});

test("the time left never runs below nothing", () => {
  assert.deepEqual([119_001, 120_000, 130_000].map((now) => secondsLeft({ until: 120_000 }, now)), [1, 0, 0]);
});

test("only what was not there before is news", () => {
  const one = { sent: [], received: [invitation("i1", BOB)] };
  const two = { sent: [], received: [invitation("i1", BOB), invitation("i2", CYD)] };
  assert.deepEqual(news(two, one).map(({ id }) => id), ["i2"]);
});

test("cards come, change and go; in the own match there is a word only", async (context) => {
  newDocument();
  const all = setUp();
  const cards = new InvitationCards({ app: all.app });
  document.body.append(cards.element);
  context.after(() => cards.stop());
  cards.start();
  const text = () => cards.list.textContent;
  assert.equal(cards.box.hidden, true);
  shown(all, [], [invitation("i1", BOB)]);
  await turn();
  assert.equal(cards.box.hidden, false);
  assert.match(text(), /Bob invites you to play/);
  assert.equal(cards.said.textContent, "Bob invites you to play, to 5 points.");
  const [first] = cards.list.children;
  shown(all, [invitation("i2", CYD, { where: "playing" })], [invitation("i1", BOB)]);
  await turn();
  assert.equal(cards.list.children[0], first, "a card that stays is the same element");
  assert.match(text(), /You have invited Cyd.*is in a match/);
  all.store.set({ currentMatch: "m1", page: { path: "/match/m1", title: "Match" } });
  await turn();
  assert.equal(isQuiet(all.store.state), true);
  assert.deepEqual([cards.list.hidden, cards.quiet.textContent], [true, "1 invitation waits"]);
  all.store.set({ currentMatch: null });
  shown(all, [], []);
  await turn();
  assert.deepEqual([cards.box.hidden, cards.list.children.length, cards.said.textContent], [true, 0, ""]);
});
