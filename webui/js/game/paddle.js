/**
 * A paddle is a list of motion segments; its place at any time follows from them.
 *
 * @typedef {-1 | 0 | 1} Direction  up, still, down
 *
 * @typedef {object} Segment  from match time `since` on the paddle moves from `y` in `direction`
 * @property {number} since
 * @property {number} y
 * @property {Direction} direction
 *
 * @typedef {object} Paddle  one side's motion
 * @property {Segment[]} segments  reach back to the last announced contact, oldest first
 * @property {number} floor  that contact's time: what happened before it is never taken back
 * @property {number} half  half its length
 */

import { HALF_HEIGHT, PADDLE_HALF, PADDLE_SPEED } from "./court.js";

/** A paddle at rest in the middle. @param {number} half @returns {Paddle} */
export const newPaddle = (half = PADDLE_HALF) => ({ segments: [{ since: 0, y: 0, direction: 0 }], floor: 0, half });

/**
 * The centre of a paddle of some size at match time `at`, not before `segment.since`.
 * @param {Segment} segment @param {number} at @param {number} half
 */
export function position(segment, at, half) {
  const limit = HALF_HEIGHT - half;
  const y = segment.y + segment.direction * PADDLE_SPEED * (at - segment.since);
  if (y > limit) return limit;
  if (y < -limit) return -limit;
  return y;
}

/**
 * The centre at match time `at`, at or after `floor`.
 * @param {Paddle} paddle @param {number} at
 */
export function positionAt(paddle, at) {
  const { segments, half } = paddle;
  const segment = segments.findLast(({ since }) => since <= at);
  return segment ? position(segment, at, half) : position(segments[0], segments[0].since, half);
}

/**
 * Start a new segment at `at` (not before the start of the newest one); drop unneeded segments.
 * @param {Paddle} paddle @param {Direction} direction @param {number} at
 * @returns {Paddle}
 */
export function steer(paddle, direction, at) {
  const { segments, floor, half } = paddle;
  const y = position(segments[segments.length - 1], at, half);
  return { segments: keptSince([...segments, { since: at, y, direction }], floor), floor, half };
}

/**
 * The segments that cover all times from `floor` on.
 * @param {Segment[]} segments @param {number} floor
 */
export function keptSince(segments, floor) {
  let first = 0;
  while (first + 1 < segments.length && segments[first + 1].since <= floor) first += 1;
  return first ? segments.slice(first) : segments;
}
