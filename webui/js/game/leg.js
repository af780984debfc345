/**
 * A leg: a stretch of the ball's way on which only the walls turn it.
 *
 * @typedef {object} Leg  heights are computed as if there were no walls, then folded
 * @property {number} since  match time from which on the ball moves from (x, y) with (vx, vy)
 * @property {number} x
 * @property {number} y
 * @property {number} vx
 * @property {number} vy
 */

import { WALL } from "./court.js";

/**
 * Turn a height computed without walls into the real one, by reflecting it at the walls.
 * @param {number} y
 */
export function fold(y) {
  while (y > WALL || y < -WALL) y = y > WALL ? 2 * WALL - y : -2 * WALL - y;
  return y;
}

/**
 * [the height, the speed along y] of the ball `after` seconds of a leg.
 * @param {Leg} leg @param {number} after
 * @returns {[number, number]}
 */
export function bounced(leg, after) {
  let y = leg.y + leg.vy * after;
  let { vy } = leg;
  while (y > WALL || y < -WALL) {
    y = y > WALL ? 2 * WALL - y : -2 * WALL - y;
    vy = -vy;
  }
  return [y, vy];
}

/**
 * The match time at which a leg touches a wall for the number-th time, from 0; null if that is not
 * before `until`.
 * @param {Leg} leg @param {number} number @param {number} until
 * @returns {number | null}
 */
export function wallTime({ since, y, vy }, number, until) {
  if (vy === 0) return null;
  const way = vy > 0 ? WALL - y : WALL + y;
  const pace = vy > 0 ? vy : -vy;
  const at = since + (way + number * (2 * WALL)) / pace;
  return at < until ? at : null;
}
