import assert from "node:assert/strict";
import test from "node:test";

import { launch } from "../../webui/js/game/ball.js";
import { Track } from "../../webui/js/game/track.js";

const near = (one, other) => assert.ok(Math.abs(one - other) < 1e-9, `${one} is not ${other}`);

/** The length of a way through places. */
function length(places) {
  const steps = places.slice(1).map(({ x, y }, place) => Math.hypot(x - places[place].x, y - places[place].y));
  return steps.reduce((sum, step) => sum + step, 0);
}

test("the trail is the way of the last seconds, however often it is asked for", () => {
  const track = new Track(launch(0, 0, 0, 0, 1, 0, 15, [0.1, 0.1]));
  const [head, end, ...more] = track.trail(0.5, 0.1);
  assert.deepEqual(more, []);
  near(head.x, 7.5);
  near(end.x, 6);
  assert.deepEqual([head.age, end.age], [0, 0.5 - 0.4]);
});

test("it goes round walls and paddles, with the length that the ball has flown", () => {
  const serve = launch(0, 0, 0, 8, 1, 0.7, 15, [0.1, 0.1]);
  const track = new Track(serve);
  const wall = track.trail(0.2, 0.18);
  assert.equal(wall.length, 3);
  near(wall[1].y, 8.75);
  near(length(wall), 15 * 0.18);
  track.push(launch(1, serve.contact, 14.75, 0, -1, 0.2, 20, [0.1, 0.1]), "hit");
  const hit = track.trail(serve.contact + 0.05, 0.12);
  near(length(hit.slice(0, 2)), 20 * 0.05);
  near(hit.at(-1).age, 0.12);
  assert.ok(hit.every(({ age }, place) => age > (hit[place - 1]?.age ?? -1)));
});

test("a serve begins without a trail, and has none from the ball before", () => {
  const missed = launch(0, 0, 0, 0, 1, 0, 15, [0.1, 0.1]);
  const track = new Track(missed);
  assert.equal(track.trail(0, 0.12).length, 1);
  const since = missed.goal + 1;
  track.push(launch(1, since, 0, 0, -1, 0, 15, [0.1, 0.1]), "miss");
  assert.equal(track.trail(since - 0.1, 0.12).length, 1);
  near(length(track.trail(since + 0.04, 0.12)), 15 * 0.04);
  const leaving = track.trail(missed.goal + 0.1, 0.12);
  near(leaving[0].x, 16 + 15 * 0.1);
});
