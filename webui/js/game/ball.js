/**
 * The ball: one flight from a serve or a hit to the next face plane, computed at once.
 *
 * @typedef {import("./court.js").Side} Side
 * @typedef {import("./leg.js").Leg} Leg
 * @typedef {import("./maps.js").Obstacle} Obstacle
 *
 * @typedef {object} Flight  heights are computed without walls, then folded
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
 * @property {Leg[]} legs  how it goes on where obstacles turn or move the ball
 */

import { FACE, HALF_WIDTH, LEFT, RIGHT, index } from "./court.js";
import { bounced, fold, wallTime } from "./leg.js";
import { course } from "./maps.js";

/**
 * Make a flight that begins towards `to` with |vy / vx| = |slope| and the given speed; a positive slope is
 * down. `windows` are those of both sides: obstacles may send the ball back.
 * @param {number} number @param {number} since @param {number} x @param {number} y
 * @param {Side} to @param {number} slope @param {number} speed @param {[number, number]} windows
 * @param {Obstacle[]} obstacles
 * @returns {Flight}
 */
export function launch(number, since, x, y, to, slope, speed, windows, obstacles = []) {
  const forward = speed / Math.sqrt(1 + slope * slope);
  const vx = to * forward;
  const vy = slope * forward;
  const start = { since, x, y, vx, vy };
  const legs = course(obstacles, start);
  const last = legs.at(-1) ?? start;
  const side = last.vx > 0 ? RIGHT : LEFT;
  const contact = last.since + (side * FACE - last.x) / last.vx;
  const goal = last.since + (side * HALF_WIDTH - last.x) / last.vx;
  const window = windows[index(side)];
  return { number, since, x, y, vx, vy, speed, side, contact, goal, window, legs };
}

/**
 * The leg that the ball flies at match time `at`: the flight itself before the first of its legs.
 * @param {Flight} flight @param {number} at
 * @returns {Leg}
 */
export const legAt = (flight, at) => flight.legs.findLast(({ since }) => since <= at) ?? flight;

/**
 * The y of the ball at match time `at`, which must not be before `since`.
 * @param {Flight} flight @param {number} at
 */
export function height(flight, at) {
  const leg = legAt(flight, at);
  return fold(leg.y + leg.vy * (at - leg.since));
}

/**
 * [x, y] of the ball at match time `at`; before `since` it waits at its origin.
 * @param {Flight} flight @param {number} at
 * @returns {[number, number]}
 */
export function place(flight, at) {
  if (at <= flight.since) return [flight.x, flight.y];
  const leg = legAt(flight, at);
  return [leg.x + leg.vx * (at - leg.since), fold(leg.y + leg.vy * (at - leg.since))];
}

/**
 * [vx, vy] of the ball at match time `at`, or those with which it will be served.
 * @param {Flight} flight @param {number} at
 * @returns {[number, number]}
 */
export function motion(flight, at) {
  const leg = legAt(flight, at);
  return [leg.vx, at > leg.since ? bounced(leg, at - leg.since)[1] : leg.vy];
}

/**
 * The match time of the number-th turn of a flight, from 0: at a wall, or where a leg begins; null if it
 * has no more. A ball that meets wall and face plane at once does not touch the wall.
 * @param {Flight} flight @param {number} number
 * @returns {number | null}
 */
export function turn(flight, number) {
  /** @type {Leg} */
  let leg = flight;
  for (const after of flight.legs) {
    let touched = 0;
    let at = wallTime(leg, touched, after.since);
    while (at !== null) {
      if (touched === number) return at;
      touched += 1;
      at = wallTime(leg, touched, after.since);
    }
    if (touched === number) return after.since;
    number -= touched + 1;
    leg = after;
  }
  return wallTime(leg, number, flight.contact);
}
