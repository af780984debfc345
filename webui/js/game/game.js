/**
 * The state of the rules between two instants.
 *
 * @typedef {import("./court.js").Side} Side
 * @typedef {import("./ball.js").Flight} Flight
 * @typedef {import("./paddle.js").Paddle} Paddle
 * @typedef {import("./score.js").Score} Score
 *
 * @typedef {object} Settings  as on the wire
 * @property {number} points
 * @property {boolean} win_by_two
 * @property {1 | 3 | 5} sets  a match is the best of so many
 * @property {"slow" | "classic" | "fast"} ball
 * @property {"none" | "gentle" | "classic" | "steep"} speed_up
 * @property {"small" | "classic" | "large"} paddle
 * @property {"classic" | "pillars" | "funnel" | "portals" | "gate"} map
 *
 * @typedef {object} Game  everything the rules know at match time `now`; never changed in place
 * @property {Settings} settings
 * @property {number} seed
 * @property {Flight} flight
 * @property {Side} receiver  the side that is served to in this rally; the other in the next
 * @property {number} now
 * @property {number} rally
 * @property {[Paddle, Paddle]} paddles
 * @property {[number, number]} windows  the lag windows (left, right) of new flights, in seconds
 * @property {Score} score
 * @property {number} marks  what of the flight has been reported: the serve, then each turn
 * @property {boolean} missed  true between a miss and its point
 * @property {Side | null} winner
 * @property {Score} sets  won by left and right; `score` is that of the present set
 */

import { launch } from "./ball.js";
import { SERVE_SLOPE } from "./court.js";
import { MAPS } from "./maps.js";
import { CLASSIC, PACES, PADDLES } from "./options.js";
import { newPaddle } from "./paddle.js";
import { unit } from "./seeded.js";

/**
 * A game before its first serve, at match time 0. What the settings do not name is classic.
 * @param {Partial<Settings>} chosen
 * @param {number} seed  a 32-bit unsigned integer
 * @returns {Game}
 */
export function newGame(chosen, seed) {
  const settings = { ...CLASSIC, ...chosen };
  const receiver = unit(seed, 0) < 0.5 ? -1 : 1;
  return {
    settings,
    seed,
    flight: serve(settings, seed, 0, 0, 0, receiver, [0, 0]),
    receiver,
    now: 0,
    rally: 0,
    paddles: [newPaddle(PADDLES[settings.paddle]), newPaddle(PADDLES[settings.paddle])],
    windows: [0, 0],
    score: [0, 0],
    marks: 0,
    missed: false,
    winner: null,
    sets: [0, 0],
  };
}

/**
 * Make the serve of a rally: from the centre to `receiver`, with a slope that the seed gives.
 * @param {Settings} settings @param {number} seed @param {number} rally @param {number} number
 * @param {number} since @param {Side} receiver @param {[number, number]} windows
 */
export function serve(settings, seed, rally, number, since, receiver, windows) {
  const slope = (unit(seed, rally + 1) * 2 - 1) * SERVE_SLOPE;
  const { serve: speed } = PACES[settings.ball];
  return launch(number, since, 0, 0, receiver, slope, speed, windows, MAPS[settings.map]);
}

/**
 * The game with another paddle on one side (0 left, 1 right).
 * @param {Game} game @param {number} index @param {Paddle} paddle
 * @returns {Game}
 */
export function withPaddle(game, index, paddle) {
  const [left, right] = game.paddles;
  return { ...game, paddles: index === 0 ? [paddle, right] : [left, paddle] };
}
