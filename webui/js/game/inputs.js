/**
 * What changes a game, apart from time. Each input is an array, as in the journal.
 *
 * @typedef {import("./court.js").Side} Side
 * @typedef {import("./paddle.js").Direction} Direction
 * @typedef {["s", at: number, side: Side, direction: Direction]} Steer
 * @typedef {["w", at: number, side: Side, window: number]} Widen
 * @typedef {["h", at: number]} Halt
 * @typedef {Steer | Widen | Halt} Input
 */

/** The paddle of `side` moves in `direction` from match time `at` on.
 * @param {number} at @param {Side} side @param {Direction} direction @returns {Steer} */
export const steer = (at, side, direction) => ["s", at, side, direction];

/** Later flights towards `side` get this lag window, in seconds. The match decides this.
 * @param {number} at @param {Side} side @param {number} window @returns {Widen} */
export const widen = (at, side, window) => ["w", at, side, window];

/** Play pauses at `at`: match time and both paddles stand still. The match decides this.
 * @param {number} at @returns {Halt} */
export const halt = (at) => ["h", at];
