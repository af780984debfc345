/**
 * The ball: one flight from a serve or a hit to the next face plane, computed whole.
 *
 * @typedef {import("./court.js").Side} Side
 *
 * @typedef {object} Flight  a straight flight, folded at the walls
 * @property {number} number  counts flights of the match from 0
 * @property {number} since  match time from which on the ball moves from (x, y) with (vx, vy)
 * @property {number} x
 * @property {number} y
 * @property {number} vx
 * @property {number} vy
 * @property {number} speed
 * @property {Side} side  the defender
 * @property {number} contact  when the ball meets the face plane of `side`
 * @property {number} goal  when it would cross the goal line
 * @property {number} window  the contact is announced at `contact + window`
 */

import { FACE, HALF_WIDTH, WALL } from "./court.js";

/**
 * A flight towards `side` with |vy / vx| = |slope| and the given speed.
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
 * Reflect an unfolded height back between the walls.
 * @param {number} y
 */
export function fold(y) {
  while (y > WALL || y < -WALL) y = y > WALL ? 2 * WALL - y : -2 * WALL - y;
  return y;
}

/**
 * y of the ball at `at` (match time, not before `since`).
 * @param {Flight} flight @param {number} at
 */
export const height = (flight, at) => fold(flight.y + flight.vy * (at - flight.since));

/**
 * [x, y] of the ball at `at`; it waits at its origin before `since`.
 * @param {Flight} flight @param {number} at
 * @returns {[number, number]}
 */
export function place(flight, at) {
  if (at <= flight.since) return [flight.x, flight.y];
  return [flight.x + flight.vx * (at - flight.since), height(flight, at)];
}

/**
 * When the ball touches a wall for the number-th time (from 0); null: not in this flight.
 * A tie with the face plane goes to the face.
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
