/**
 * Who has won, if anybody.
 *
 * @typedef {import("./court.js").Side} Side
 * @typedef {[number, number]} Score  left, right
 */

import { LEFT, RIGHT } from "./court.js";
import { max } from "./order.js";

/**
 * The side that has won the set, or null: it has the points and, if `win_by_two`, a lead of at least two.
 * @param {import("./game.js").Settings} settings @param {Score} score
 * @returns {Side | null}
 */
export function winner(settings, [left, right]) {
  if (max(left, right) < settings.points) return null;
  const lead = left - right;
  if (settings.win_by_two && -2 < lead && lead < 2) return null;
  return lead > 0 ? LEFT : RIGHT;
}

/**
 * Whether a side has won most of the sets, and so the match.
 * @param {import("./game.js").Settings} settings @param {Score} sets
 */
export const decided = (settings, sets) => 2 * max(sets[0], sets[1]) > settings.sets;

/**
 * The score after a point (or a set) for `side`.
 * @param {Score} score @param {Side} side
 * @returns {Score}
 */
export const add = ([left, right], side) => (side < 0 ? [left + 1, right] : [left, right + 1]);
