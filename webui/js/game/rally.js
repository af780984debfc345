/**
 * The course of play: when the next decision falls, and what it is.
 *
 * The ball meets a paddle's face plane at `flight.contact`, but whether it was hit is decided at
 * `contact + window`: no input of the defender that arrives later can reach back to the contact. A
 * hit starts the next flight at the contact (a little in the past). A miss becomes a point at the
 * decision or when the ball crosses the goal line, whichever is later. In between, everything moves
 * on straight lines and nothing has to be decided.
 *
 * @typedef {import("./game.js").Game} Game
 * @typedef {import("./events.js").Event} Event
 * @typedef {[Game, Event[]]} Outcome
 */

import { height, launch, legAt, place, turn } from "./ball.js";
import { BALL_RADIUS, EDGE_SLOPE, FACE, LEFT, RIGHT } from "./court.js";
import { SERVE_DELAY, index } from "./court.js";
import { hit, missed, scored, served, setWon, turned, wallTouched, won } from "./events.js";
import { serve, withPaddle } from "./game.js";
import { MAPS } from "./maps.js";
import { PACES, SPEED_UPS } from "./options.js";
import { max, min } from "./order.js";
import { keptSince, positionAt } from "./paddle.js";
import { add, decided, winner } from "./score.js";

/**
 * The match time of the next decision if nobody presses a key; null after the end.
 * @param {Game} game
 * @returns {number | null}
 */
export function nextContact(game) {
  if (game.winner !== null) return null;
  const { contact, goal, window } = game.flight;
  const announced = contact + window;
  return game.missed ? max(goal, announced) : announced;
}

/**
 * Let time pass up to and including match time `to`. One step and many steps give the same bits.
 * @param {Game} game @param {number} to
 * @returns {Outcome}
 */
export function advance(game, to) {
  /** @type {Event[]} */
  const events = [];
  let due = nextContact(game);
  while (due !== null && due <= to) {
    game = reportMarks(game, due, events);
    game = game.missed ? point(game, due, events) : decide(game, events);
    due = nextContact(game);
  }
  game = reportMarks(game, to, events);
  return [to > game.now ? { ...game, now: to } : game, events];
}

/**
 * Report the serve and the turns of the current flight up to `to`, each once.
 * @param {Game} game @param {number} to @param {Event[]} events
 * @returns {Game}
 */
function reportMarks(game, to, events) {
  const { flight } = game;
  if (game.winner !== null || to < flight.since) return game;
  let { marks } = game;
  if (marks === 0) {
    if (flight.x === 0) events.push(served(flight.since, flight.side));
    marks = 1;
  }
  let at = turn(flight, marks - 1);
  while (at !== null && at <= to) {
    const [x, y] = place(flight, at);
    const leg = legAt(flight, at);
    events.push(leg !== flight && leg.since === at ? turned(at, x, y) : wallTouched(at, y));
    marks += 1;
    at = turn(flight, marks - 1);
  }
  return marks === game.marks ? game : { ...game, marks };
}

/**
 * Decide for good whether the current flight ends in a hit or a miss.
 * @param {Game} game @param {Event[]} events
 * @returns {Game}
 */
function decide(game, events) {
  const { contact: at, side } = game.flight;
  const seat = index(side);
  const paddle = game.paddles[seat];
  const y = height(game.flight, at);
  const offset = y - positionAt(paddle, at);
  game = withPaddle(game, seat, { ...paddle, segments: keptSince(paddle.segments, at), floor: at });
  const reach = paddle.half + BALL_RADIUS;
  if (offset < -reach || offset > reach) {
    events.push(missed(at, side));
    return { ...game, missed: true };
  }
  events.push(hit(at, side, offset / reach));
  return returnBall(game, y, offset / reach);
}

/**
 * Start the flight after a hit at height `y`: faster, and steeper the further from the centre.
 * @param {Game} game @param {number} y @param {number} offset
 * @returns {Game}
 */
function returnBall(game, y, offset) {
  const { number, contact, side, speed } = game.flight;
  const { ball, speed_up: speedUp, map } = game.settings;
  const faster = min(speed * SPEED_UPS[speedUp], PACES[ball].top);
  const to = side > 0 ? LEFT : RIGHT;
  const [x, slope] = [side * FACE, offset * EDGE_SLOPE];
  const flight = launch(number + 1, contact, x, y, to, slope, faster, game.windows, MAPS[map]);
  return { ...game, flight, marks: 0 };
}

/**
 * Give the point after a miss; then set up the next serve, or end the game.
 * @param {Game} game @param {number} at @param {Event[]} events
 * @returns {Game}
 */
function point(game, at, events) {
  const side = game.flight.side > 0 ? LEFT : RIGHT;
  let score = add(game.score, side);
  events.push(scored(at, side, score));
  const victor = winner(game.settings, score);
  if (victor !== null) {
    game = { ...game, sets: add(game.sets, victor) };
    if (game.settings.sets > 1) events.push(setWon(at, victor, game.sets));
    if (decided(game.settings, game.sets)) {
      events.push(won(at, victor));
      return { ...game, score, missed: false, winner: victor };
    }
    score = [0, 0];
  }
  const receiver = game.receiver > 0 ? LEFT : RIGHT;
  const rally = game.rally + 1;
  const number = game.flight.number + 1;
  const { settings, seed, windows } = game;
  const flight = serve(settings, seed, rally, number, at + SERVE_DELAY, receiver, windows);
  return { ...game, score, missed: false, receiver, rally, flight, marks: 0 };
}
