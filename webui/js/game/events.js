/**
 * What the rules report, in the past tense; `at` is match time in seconds.
 *
 * @typedef {import("./court.js").Side} Side
 * @typedef {{ type: "served", at: number, side: Side }} Served  the ball flies towards `side`
 * @typedef {{ type: "wall", at: number, y: number }} WallTouched
 * @typedef {{ type: "turned", at: number, x: number, y: number }} Turned  by an obstacle or portal
 * @typedef {{ type: "hit", at: number, side: Side, offset: number }} Hit  -1 edge .. +1 edge
 * @typedef {{ type: "missed", at: number, side: Side }} Missed  the ball passed `side`
 * @typedef {{ type: "scored", at: number, side: Side, score: [number, number] }} Scored
 * @typedef {{ type: "set", at: number, side: Side, sets: [number, number] }} SetWon
 * @typedef {{ type: "won", at: number, side: Side }} Won
 * @typedef {{ type: "halted", at: number }} Halted  both paddles stand still
 * @typedef {Served | WallTouched | Turned | Hit | Missed | Scored | SetWon | Won | Halted} Event
 */

/** @param {number} at @param {Side} side @returns {Served} */
export const served = (at, side) => ({ type: "served", at, side });

/** @param {number} at @param {number} y @returns {WallTouched} */
export const wallTouched = (at, y) => ({ type: "wall", at, y });

/** @param {number} at @param {number} x @param {number} y @returns {Turned} */
export const turned = (at, x, y) => ({ type: "turned", at, x, y });

/** @param {number} at @param {Side} side @param {number} offset @returns {Hit} */
export const hit = (at, side, offset) => ({ type: "hit", at, side, offset });

/** @param {number} at @param {Side} side @returns {Missed} */
export const missed = (at, side) => ({ type: "missed", at, side });

/** @param {number} at @param {Side} side @param {[number, number]} score @returns {Scored} */
export const scored = (at, side, score) => ({ type: "scored", at, side, score });

/** @param {number} at @param {Side} side @param {[number, number]} sets @returns {SetWon} */
export const setWon = (at, side, sets) => ({ type: "set", at, side, sets });

/** @param {number} at @param {Side} side @returns {Won} */
export const won = (at, side) => ({ type: "won", at, side });

/** @param {number} at @returns {Halted} */
export const halted = (at) => ({ type: "halted", at });
