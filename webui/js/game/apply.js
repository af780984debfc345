/**
 * How an input changes a game, and the time at which a claimed input takes effect.
 *
 * @typedef {import("./court.js").Side} Side
 * @typedef {import("./game.js").Game} Game
 * @typedef {import("./inputs.js").Input} Input
 * @typedef {import("./rally.js").Outcome} Outcome
 */

import { LEFT, LONGEST_WINDOW, index } from "./court.js";
import { halted } from "./events.js";
import { withPaddle } from "./game.js";
import { max, min } from "./order.js";
import { steer } from "./paddle.js";
import { advance } from "./rally.js";

/**
 * The match time at which an input of `side` takes effect.
 *
 * This is the claimed match time, moved into [now - window, now], and not before the side's
 * previous input or its last announced contact. `game` must have been advanced to the present.
 * The window is that of the current flight if `side` defends against it, else the one that the
 * next flight towards `side` will get.
 * @param {Game} game @param {Side} side @param {number} claimed
 */
export function effective(game, side, claimed) {
  const { segments, floor } = game.paddles[index(side)];
  const window = game.flight.side === side ? game.flight.window : game.windows[index(side)];
  const previous = segments[segments.length - 1].since;
  const earliest = max(max(game.now - window, previous), floor);
  return max(min(claimed, game.now), earliest);
}

/**
 * Advance to the input's time, if that is still ahead, and let the input take effect.
 *
 * The input's time is an effective one (see `effective`). The order in which inputs of different
 * sides are applied makes no difference if each is applied before its window has passed.
 * @param {Game} game @param {Input} change
 * @returns {Outcome}
 */
export function apply(game, change) {
  const [type, at, side, value] = change;
  const [present, events] = advance(game, at);
  switch (type) {
    case "s": {
      const paddle = present.paddles[index(side)];
      return [withPaddle(present, index(side), steer(paddle, value, at)), events];
    }
    case "w":
      return [widen(present, side, max(0, min(value, LONGEST_WINDOW))), events];
    case "h": {
      const paddles = present.paddles.map((paddle) => steer(paddle, 0, at));
      return [{ ...present, paddles }, [...events, halted(at)]];
    }
    default:
      throw new TypeError(`unknown input: ${type}`);
  }
}

/**
 * Set the window of later flights, and of a serve that has not left yet.
 * @param {Game} game @param {Side} side @param {number} window
 * @returns {Game}
 */
function widen(game, side, window) {
  const [left, right] = game.windows;
  const windows = side === LEFT ? [window, right] : [left, window];
  const { flight } = game;
  const waits = flight.x === 0 && game.now <= flight.since && flight.side === side;
  return { ...game, windows, flight: waits ? { ...flight, window } : flight };
}
