/** What a page knows of a tournament, and what it makes of that. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { tournaments } from "../../webui/js/i18n/en_tournaments.js";
import { add } from "../../webui/js/i18n/t.js";
import { Follow } from "../../webui/js/tournaments/follow.js";
import { whole, withPart } from "../../webui/js/tournaments/model.js";
import { estimates, missing, orderOfPlay } from "../../webui/js/tournaments/order.js";
import { own } from "../../webui/js/tournaments/own.js";
import { asked, faultIn, planOf, USUAL, valuesOf } from "../../webui/js/tournaments/plan.js";
import { aliases, faultOf } from "../../webui/js/tournaments/roster.js";
import { sayPairing, sayRefusal, saySide } from "../../webui/js/tournaments/words.js";
import { online } from "./online.js";

add(tournaments);

/** Tournaments as the server shows them, by format, entrants, and how many pairings are over. */
const SHOWN = JSON.parse(readFileSync(new URL("tournaments.json", import.meta.url), "utf8"));
const cup = (name) => whole(SHOWN[name]);
const ME = { id: "p1", guest: false };

function changed(model, key, change) {
  return { ...model, pairings: model.pairings.map((one) => (one.key === key ? { ...one, ...change } : one)) };
}

test("a part takes the place of what was shown of it, and leaves the rest alone", () => {
  const model = cup("single-13-0");
  const [first] = model.pairings;
  const fresh = { ...first, key: "w9-1" };
  const next = withPart(model, { after: 0, version: 1, pairings: [{ ...model.pairings[3], state: "called" }, fresh] });
  assert.equal(next.version, 1);
  assert.equal(next.pairings[3].state, "called");
  assert.equal(next.pairings[2], model.pairings[2]);
  assert.equal(next.pairings.at(-1), fresh);
  assert.equal(next.entrants, model.entrants);
});

test("a part of something else than what is known is of no use", () => {
  assert.equal(withPart(cup("single-2-0"), { after: 4, version: 5 }), null);
  assert.equal(withPart(undefined, { after: 0, version: 1 }), null);
});

test("what was missed is asked for once, and shown when it comes", () => {
  const { session, store, world } = online();
  store.set({ player: { id: "p9" } });
  const follow = new Follow({ session, store });
  const sent = () => world.socket.sent.filter(({ t }) => t === "watch_tournament").map(({ on }) => on);
  const release = follow.watch("t.cup");
  assert.deepEqual(sent(), [true]);
  world.socket.receive({ ...SHOWN["single-2-0"], version: 3 });
  world.socket.receive({ t: "tournament_part", tournament: "t.cup", after: 5, version: 6 });
  world.socket.receive({ t: "tournament_part", tournament: "t.cup", after: 6, version: 7 });
  assert.deepEqual(sent(), [true, true]);
  assert.equal(store.state.tournaments["t.cup"].version, 3);
  world.socket.receive({ ...SHOWN["single-2-0"], version: 7 });
  assert.equal(store.state.tournaments["t.cup"].version, 7);
  release();
  assert.deepEqual(sent(), [true, true, false]);
  assert.equal(store.state.tournaments["t.cup"], undefined);
});

test("who takes part goes on watching when the page is left", () => {
  const { session, store, world } = online();
  const follow = new Follow({ session, store }); // of Ada, who is entrant 1
  const release = follow.watch("t.cup");
  world.socket.receive(SHOWN["single-2-0"]);
  release();
  assert.notEqual(store.state.tournaments["t.cup"], undefined);
});

test("an address without a tournament is told from one that is not known yet", () => {
  const { session, store, world } = online();
  new Follow({ session, store }).watch("t.none");
  assert.equal(store.state.tournaments["t.none"], undefined);
  world.socket.receive({ t: "error", code: "no_such_tournament", detail: "" });
  assert.equal(store.state.tournaments["t.none"], null);
});

test("what it means for the player", () => {
  const begun = cup("single-2-0");
  assert.equal(own(begun, ME).kind, "called");
  assert.equal(own(begun, ME).side, 0);
  assert.equal(own(begun, { id: "p9" }).kind, "watches");
  const late = { ...begun, head: { ...begun.head, plan: { ...begun.head.plan, late: true, most: 4 } } };
  assert.deepEqual(own(late, { id: "p9" }), { kind: "join", barred: null, late: true });
  assert.equal(own(changed(begun, "w1-1", { state: "playing" }), ME).kind, "playing");
  assert.equal(own(changed(begun, "w1-1", { station: "p5" }), ME).kind, "waits");
  const open = { ...begun, head: { ...begun.head, phase: "registration" } };
  assert.equal(own(open, ME).kind, "in");
  assert.deepEqual(own(open, { id: "p9", guest: false }), { kind: "join", barred: "full", late: false });
  const check = { ...begun, head: { ...begun.head, phase: "check_in", until: 5 } };
  assert.equal(own(check, ME).kind, "check");
  assert.equal(own(cup("single-13-99"), ME).kind, "ended");
  assert.equal(own(cup("single-13-4"), { id: "p13" }).kind, "out");
});

test("the order of play tells what is called from what waits for it", () => {
  const { called, later, next, now } = orderOfPlay(cup("single-13-4"));
  assert.deepEqual(now, []);
  assert.deepEqual(called.map(({ key }) => key), ["w1-8", "w2-1", "w2-2", "w2-3"]);
  assert.deepEqual(next, []);
  assert.deepEqual(later.map(({ key }) => key), ["w2-4"]);
  assert.deepEqual(missing(called[0]), [0, 1]);
  assert.deepEqual(missing({ ...called[0], ready: [true, false] }), [1]);
});

test("when the next ones begin is told from the speed so far, and not before that is known", () => {
  const model = cup("robin-5-3");
  const order = { called: [], next: [{ key: "a" }, { key: "b" }], now: [{}, {}] };
  const begun = { ...model, head: { ...model.head, started: 1000 } };
  assert.equal(estimates(begun, order, 9000).size, 0, "these three were set, not played");
  const match = { match: "m1", points: [1, 0], winner: 0, live: false };
  const played = { ...begun, pairings: begun.pairings.map((one) => (one.outcome ? { ...one, matches: [match] } : one)) };
  assert.deepEqual([...estimates(played, order, 9000)], [["a", 2000], ["b", 4000]]);
  assert.equal(estimates({ ...played, head: { ...played.head, held: true } }, order, 9000).size, 0);
});

test("matches are numbered without byes, and named where nobody is known yet", () => {
  const model = cup("single-13-0");
  const of = (key) => model.pairings.find((one) => one.key === key);
  assert.equal(sayPairing(model, of("w1-2")), "Round 1, match 1");
  assert.equal(sayPairing(model, of("w4-1")), "Final");
  assert.equal(saySide(model, of("w2-1"), 0), "Player 1");
  assert.equal(saySide(model, of("w2-1"), 1), "Winner of match 1");
  assert.equal(saySide(model, of("third"), 0), `Loser of match ${sayPairing(model, of("w3-1")).match(/\d+$/)}`);
});

test("aliases from lists and files", () => {
  assert.deepEqual(aliases("Ada\n\n 2. Bob \r\nCeline\n"), ["Ada", "Bob", "Celine"]);
  assert.deepEqual(aliases('rank,name\n1,"Ada, the first"\n2,Bob'), ["Ada, the first", "Bob"]);
  assert.deepEqual(aliases('\uFEFFalias;club\n"O""Hara";X'), ['O"Hara']);
  assert.deepEqual(faultOf(["Ada", "ada"]), { rule: "twice", name: "ada" });
  assert.equal(faultOf(["x".repeat(25)]).rule, "long");
  assert.equal(faultOf(["Ada", "Bob"]), null);
});

test("a plan through its form and back", () => {
  const plan = { ...USUAL, name: "Cup", format: "swiss", rounds: 4, late: true, entry: "word", word: "pong", best_of: 3, call: 60 };
  assert.deepEqual(planOf(valuesOf(plan)), plan);
  const timed = { ...USUAL, name: "Cup", start: "time", starts_at: 1_800_000_000_000 };
  assert.deepEqual(planOf(valuesOf(timed)), timed);
  assert.deepEqual([...asked(plan)], ["rounds", "late", "word"]);
});

test("a refused plan names its field", () => {
  const words = "this format takes at most 32 entrants; choose fewer.";
  assert.deepEqual(faultIn(`plan.most: ${words}`), { field: "most", text: words });
  assert.equal(faultIn("something else").field, null);
});

test("a refusal without words of ours is said in the server's", () => {
  assert.equal(sayRefusal({ code: "in_play", detail: "entrant: wait for the end." }), "Wait for the end.");
});
