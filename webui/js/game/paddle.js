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
 */

import { PADDLE_LIMIT, PADDLE_SPEED } from "./court.js";

/** A paddle at rest in the middle. @returns {Paddle} */
export const newPaddle = () => ({ segments: [{ since: 0, y: 0, direction: 0 }], floor: 0 });

/**
 * The centre of the paddle at match time `at`, not before `segment.since`.
 * @param {Segment} segment @param {number} at
 */
export function position(segment, at) {
  const y = segment.y + segment.direction * PADDLE_SPEED * (at - segment.since);
  if (y > PADDLE_LIMIT) return PADDLE_LIMIT;
  if (y < -PADDLE_LIMIT) return -PADDLE_LIMIT;
  return y;
}

/**
 * The centre at match time `at`, at or after `floor`.
 * @param {Paddle} paddle @param {number} at
 */
export function positionAt(paddle, at) {
  const { segments } = paddle;
  const segment = segments.findLast(({ since }) => since <= at);
  return segment ? position(segment, at) : position(segments[0], segments[0].since);
}

/**
 * Start a new segment at `at` (not before the start of the newest one); drop unneeded segments.
 * @param {Paddle} paddle @param {Direction} direction @param {number} at
 * @returns {Paddle}
 */
export function steer(paddle, direction, at) {
  const { segments, floor } = paddle;
  const y = position(segments[segments.length - 1], at);
  return { segments: keptSince([...segments, { since: at, y, direction }], floor), floor };
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
