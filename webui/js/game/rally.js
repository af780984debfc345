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

import { height, launch, wallTime } from "./ball.js";
import { EDGE_SLOPE, FACE, LEFT, REACH, RIGHT } from "./court.js";
import { SERVE_DELAY, SPEED_UP, TOP_SPEED, index } from "./court.js";
import { hit, missed, scored, served, wallTouched, won } from "./events.js";
import { serve, withPaddle } from "./game.js";
import { max, min } from "./order.js";
import { keptSince, positionAt } from "./paddle.js";
import { add, winner } from "./score.js";

/**
 * The match time of the next decision if nobody presses a key; null after the end.
 * @param {Game} game
 * @returns {number | null}
 */
export function nextContact(game) {
  if (game.winner !== null) return null;
  const decided = game.flight.contact + game.flight.window;
  return game.missed ? max(game.flight.goal, decided) : decided;
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
 * Report the serve and the walls of the current flight up to `to`, each once.
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
  let at = wallTime(flight, marks - 1);
  while (at !== null && at <= to) {
    events.push(wallTouched(at, height(flight, at)));
    marks += 1;
    at = wallTime(flight, marks - 1);
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
  const place = index(side);
  const paddle = game.paddles[place];
  const y = height(game.flight, at);
  const offset = y - positionAt(paddle, at);
  game = withPaddle(game, place, { segments: keptSince(paddle.segments, at), floor: at });
  if (offset < -REACH || offset > REACH) {
    events.push(missed(at, side));
    return { ...game, missed: true };
  }
  events.push(hit(at, side, offset / REACH));
  return returnBall(game, y, offset / REACH);
}

/**
 * Start the flight after a hit at height `y`: faster, and steeper the further from the centre.
 * @param {Game} game @param {number} y @param {number} offset
 * @returns {Game}
 */
function returnBall(game, y, offset) {
  const { number, contact, side, speed } = game.flight;
  const faster = min(speed * SPEED_UP, TOP_SPEED);
  const to = side > 0 ? LEFT : RIGHT;
  const window = game.windows[index(to)];
  const x = side * FACE;
  const flight = launch(number + 1, contact, x, y, to, offset * EDGE_SLOPE, faster, window);
  return { ...game, flight, marks: 0 };
}

/**
 * Give the point after a miss; then set up the next serve, or end the game.
 * @param {Game} game @param {number} at @param {Event[]} events
 * @returns {Game}
 */
function point(game, at, events) {
  const side = game.flight.side > 0 ? LEFT : RIGHT;
  const score = add(game.score, side);
  events.push(scored(at, side, score));
  const victor = winner(game.settings, score);
  if (victor !== null) {
    events.push(won(at, victor));
    return { ...game, score, missed: false, winner: victor };
  }
  const receiver = game.receiver > 0 ? LEFT : RIGHT;
  const rally = game.rally + 1;
  const window = game.windows[index(receiver)];
  const number = game.flight.number + 1;
  const flight = serve(game.seed, rally, number, at + SERVE_DELAY, receiver, window);
  return { ...game, score, missed: false, receiver, rally, flight, marks: 0 };
}
