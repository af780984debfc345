/**
 * The ball: one flight from a serve or a hit to the next face plane, computed at once.
 *
 * @typedef {import("./court.js").Side} Side
 *
 * @typedef {object} Flight  a straight flight; heights are computed without walls, then folded
 * @property {number} number  counts the flights of the match from 0
 * @property {number} since  match time from which on the ball moves from (x, y) with (vx, vy)
 * @property {number} x
 * @property {number} y
 * @property {number} vx
 * @property {number} vy
 * @property {number} speed
 * @property {Side} side  the defender
 * @property {number} contact  when the ball meets the face plane of `side`
 * @property {number} goal  when it would cross the goal line
 * @property {number} window  seconds; the contact is decided and announced at `contact + window`
 */

import { FACE, HALF_WIDTH, WALL } from "./court.js";

/**
 * Make a flight towards `side` with |vy / vx| = |slope| and the given speed; a positive slope is down.
 * @param {number} number @param {number} since @param {number} x @param {number} y
 * @param {Side} side @param {number} slope @param {number} speed @param {number} window
 * @returns {Flight}
 */
export function launch(number, since, x, y, side, slope, speed, window) {
  const forward = speed / Math.sqrt(1 + slope * slope);
  const vx = side * forward;
  const vy = slope * forward;
  const contact = since + (side * FACE - x) / vx;
  const goal = since + (side * HALF_WIDTH - x) / vx;
  return { number, since, x, y, vx, vy, speed, side, contact, goal, window };
}

/**
 * Turn a height computed without walls into the real one, by reflecting it at the walls.
 * @param {number} y
 */
export function fold(y) {
  while (y > WALL || y < -WALL) y = y > WALL ? 2 * WALL - y : -2 * WALL - y;
  return y;
}

/**
 * The y of the ball at match time `at`, which must not be before `since`.
 * @param {Flight} flight @param {number} at
 */
export const height = (flight, at) => fold(flight.y + flight.vy * (at - flight.since));

/**
 * [x, y] of the ball at match time `at`; before `since` it waits at its origin.
 * @param {Flight} flight @param {number} at
 * @returns {[number, number]}
 */
export function place(flight, at) {
  if (at <= flight.since) return [flight.x, flight.y];
  return [flight.x + flight.vx * (at - flight.since), height(flight, at)];
}

/**
 * The match time at which the ball touches a wall for the number-th time, from 0; null if the flight
 * ends before that. A ball that meets wall and face plane at once does not touch the wall.
 * @param {Flight} flight @param {number} number
 * @returns {number | null}
 */
export function wallTime(flight, number) {
  if (flight.vy === 0) return null;
  const way = flight.vy > 0 ? WALL - flight.y : WALL + flight.y;
  const pace = flight.vy > 0 ? flight.vy : -flight.vy;
  const at = flight.since + (way + number * (2 * WALL)) / pace;
  return at < flight.contact ? at : null;
}
