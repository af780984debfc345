import assert from "node:assert/strict";
import test from "node:test";

import { launch, place } from "../../webui/js/game/ball.js";
import { MatchModel } from "../../webui/js/game/match_model.js";

const STARTS = 10_000;
const serve = (side, number = 0, since = 0) => launch(number, since, 0, 0, side, 0, 15, [0.1, 0.1]);
const still = (since = 0, y = 0) => ({ since, y, direction: 0 });

function setUp({ sides = [-1], flight = serve(-1), starts = STARTS } = {}) {
  const corrections = [];
  const onCorrection = (distance) => corrections.push(distance);
  const model = new MatchModel({ delay: () => 0.05, onCorrection });
  const match = { t: "match", phase: "countdown", sides, time: 0, starts, flight };
  model.receive({ ...match, paddles: [still(), still()] }, STARTS - 3000);
  return { model, corrections };
}

/** The server time (ms) of a match time. */
const at = (time) => STARTS + time * 1000;

test("nothing moves before the start, and a key held through it counts from it", () => {
  const { model } = setUp();
  model.press(-1, 1, STARTS - 500);
  assert.deepEqual(model.drawn(STARTS - 1).paddles, [0, 0]);
  assert.deepEqual(model.held, [[-1, 1]]);
  assert.equal(model.drawn(at(0.1)).paddles[0], 14 * 0.1);
});

test("the own paddle moves at the key press, by the whole millisecond that is sent", () => {
  const { model } = setUp();
  const sent = model.press(-1, 1, at(0.5) + 0.7);
  assert.equal(sent, at(0.5));
  assert.equal(model.drawn(at(0.6)).paddles[0], 14 * (0.6 - 0.5));
});

test("the server's word on an input replaces the prediction, later inputs on top, eased", () => {
  const { model } = setUp();
  model.press(-1, 1, at(0.5));
  model.press(-1, 0, at(0.6));
  const before = model.drawn(at(0.7)).paddles[0];
  const late = { t: "paddle", side: -1, since: 0.55, y: 0, direction: 1, at: at(0.5) };
  model.receive(late, at(0.7));
  assert.equal(model.drawn(at(0.7)).paddles[0], before);
  assert.ok(Math.abs(model.drawn(at(0.85)).paddles[0] - 14 * 0.05) < 1e-9);
});

test("an own hit is drawn at once and confirmed without a correction", () => {
  const { model, corrections } = setUp();
  const { contact } = serve(-1);
  const picture = model.drawn(at(contact + 0.02));
  assert.equal(picture.flight.number, 1);
  model.receive({ t: "flight", flight: { ...picture.flight, window: 0.2 } }, at(contact + 0.15));
  assert.deepEqual(corrections, []);
});

test("a hit that went otherwise is one correction, eased", () => {
  const { model, corrections } = setUp();
  const { contact } = serve(-1);
  const before = model.drawn(at(contact + 0.15)).ball;
  const flight = launch(1, contact, -14.75, 0, 1, 0.3, 15.75, [0.1, 0.1]);
  model.receive({ t: "flight", flight }, at(contact + 0.15));
  assert.equal(corrections.length, 1);
  assert.deepEqual(model.drawn(at(contact + 0.15)).ball, before);
});

test("an own miss flies on out of the court, and the next serve is shown when it has left", () => {
  const { model, corrections } = setUp();
  model.press(-1, 1, at(0));
  const { contact, goal } = serve(-1);
  assert.ok(model.drawn(at(contact + 0.03)).ball.x < -14.75);
  assert.ok(model.drawn(at(goal + 0.1)).ball.x < -16.25);
  const flight = serve(1, 1, goal + 1);
  model.receive({ t: "point", side: 1, score: [0, 1], time: goal, flight }, at(goal + 0.2));
  assert.ok(model.drawn(at(goal + 0.29)).ball.x < -19);
  assert.deepEqual(model.drawn(at(goal + 0.31)).ball, { x: 0, y: 0 });
  assert.equal(model.drawn(at(goal + 0.31)).trail.length, 1);
  assert.deepEqual(corrections, []);
});

test("news of a miss that comes late lets the ball leave all the same", () => {
  const { model, corrections } = setUp({ sides: [-1], flight: serve(1) });
  const { contact, goal } = serve(1);
  const late = at(contact + 0.4);
  model.drawn(late);
  model.receive({ t: "point", side: -1, score: [1, 0], time: goal + 0.3, flight: serve(-1, 1, goal + 1.3) }, late);
  assert.ok(Math.abs(model.drawn(late).ball.x - 14.75) < 1e-9); // it has waited at the face
  const seen = [0.1, 0.2, 0.3].map((seconds) => model.drawn(late + seconds * 1000).ball.x);
  assert.ok(seen.every((x, index) => x > (seen[index - 1] ?? 14.75)));
  assert.deepEqual(model.drawn(at(goal + 1.2)).ball, { x: 0, y: 0 });
  assert.deepEqual(corrections, []);
});

test("after the last point the ball stays away", () => {
  const { model, corrections } = setUp({ flight: serve(1) });
  const { goal } = serve(1);
  const last = { t: "point", side: -1, score: [1, 0], time: goal, flight: serve(1) };
  model.receive(last, at(goal + 0.05));
  const end = { t: "finished", cause: "played", winner: -1, score: [1, 0], time: goal };
  model.receive(end, at(goal + 0.05));
  assert.ok(model.drawn(at(goal + 3)).ball.x > 16.25);
  assert.deepEqual(corrections, []);
});

test("a match the server lost stands still where it was drawn last", () => {
  const { model } = setUp();
  model.press(-1, 1, at(0.5));
  model.receive({ t: "finished", cause: "server_fault", winner: 0 }, at(0.6));
  const { paddles } = model.drawn(at(0.6));
  assert.ok(paddles[0] > 1);
  assert.deepEqual(model.drawn(at(2)).paddles, paddles);
});

test("with both seats here nothing is late", () => {
  const { model } = setUp({ sides: [-1, 1], flight: serve(1) });
  const { contact } = serve(1);
  const [x] = place(serve(1), 0.5);
  assert.ok(Math.abs(model.drawn(at(0.5)).ball.x - x) < 1e-9);
  assert.equal(model.drawn(at(contact + 0.01)).flight.number, 1);
});

test("without news the ball waits at the far face", () => {
  const { model } = setUp({ flight: serve(1) });
  const { contact } = serve(1);
  assert.ok(model.drawn(at(contact + 0.14)).ball.x < 14.75);
  assert.equal(model.drawn(at(contact + 0.5)).ball.x, 14.75);
});

test("a pause takes back what was predicted after it, gently, and play goes on from there", () => {
  const { model, corrections } = setUp();
  const { contact } = serve(-1);
  const time = contact - 0.05;
  const before = model.drawn(at(contact + 0.1)).ball;
  const pause = { t: "pause", time, away: [], paddles: [still(time), still(time)] };
  model.receive(pause, at(contact + 0.1));
  assert.deepEqual(model.drawn(at(contact + 0.1)).ball, before);
  const [x] = place(serve(-1), time);
  assert.ok(Math.abs(model.drawn(at(contact + 1)).ball.x - x) < 1e-9);
  model.receive({ t: "countdown", time, starts: at(20) }, at(17));
  assert.ok(Math.abs(model.drawn(at(20)).ball.x - x) < 1e-9);
  assert.equal(model.drawn(at(20.1)).flight.number, 1);
  assert.deepEqual(corrections, []);
});

test("a lost connection freezes the court", () => {
  const { model } = setUp();
  const before = model.drawn(at(0.5));
  model.freeze(at(0.5));
  assert.deepEqual(model.drawn(at(3)), before);
});

test("one who watches sees the ball meet each side when the news of it is due, and no jump", () => {
  const { model, corrections } = setUp({ sides: [] });
  const first = serve(-1);
  const lag = 0.1 + 0.05;
  const face = model.drawn(at(first.contact + lag)).ball.x;
  assert.ok(Math.abs(face + 14.75) < 1e-9);
  const back = launch(1, first.contact, -14.75, 0, 1, 0.2, 15.75, [0.1, 0.1]);
  model.receive({ t: "flight", flight: back }, at(first.contact + lag));
  model.receive({ t: "paddle", side: -1, since: first.contact, y: 0, direction: 1 }, at(first.contact + lag));
  const later = model.drawn(at(first.contact + lag + 0.2));
  assert.ok(Math.abs(later.paddles[0] - 14 * 0.2) < 1e-9);
  assert.equal(later.flight.number, 1);
  assert.ok(Math.abs(model.drawn(at(back.contact + lag)).ball.x - 14.75) < 1e-9);
  assert.deepEqual(corrections, []);
});

test("a rally that is paused is not to be studied: the ball is hidden until the last second", () => {
  const { model } = setUp();
  assert.equal(model.hides(STARTS - 3000), false, "before the first serve there is nothing to hide");
  assert.equal(model.hides(at(0.5)), false);
  model.freeze(at(0.5));
  assert.equal(model.hides(at(0.6)), true);
  const starts = at(4);
  model.receive({ t: "countdown", match: "m1", time: 0.5, starts }, at(1));
  assert.deepEqual([3000, 1001, 1000, 0, -500].map((before) => model.hides(starts - before)), [true, true, false, false, false]);
});
