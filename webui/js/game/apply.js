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
 * The match time at which an input of `side` takes effect, given the claimed one.
 *
 * Clamped to [now - window, now], after the side's previous input and not before its last
 * announced contact. `game` must have been advanced to the present. The window is the one of
 * the current flight when `side` defends it, else the one its next flight would get.
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
 * Advance to the input's time (if that lies ahead) and let it take effect.
 *
 * The input's time is an effective one. The order in which inputs of different sides are applied
 * makes no difference as long as each comes before its window has passed.
 * @param {Game} game @param {Input} change
 * @returns {Outcome}
 */
export function apply(game, change) {
  const [type, at, side, value] = change;
  const [present, events] = at > game.now ? advance(game, at) : [game, []];
  switch (type) {
    case "s": {
      const paddle = present.paddles[index(side)];
      return [withPaddle(present, index(side), steer(paddle, value, at)), events];
    }
    case "w": {
      const window = max(0, min(value, LONGEST_WINDOW));
      const [left, right] = present.windows;
      return [{ ...present, windows: side === LEFT ? [window, right] : [left, window] }, events];
    }
    case "h": {
      const paddles = present.paddles.map((paddle) => steer(paddle, 0, at));
      return [{ ...present, paddles }, [...events, halted(at)]];
    }
    default:
      throw new TypeError(`unknown input: ${type}`);
  }
}
