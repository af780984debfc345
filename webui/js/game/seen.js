/** What the eye sees: a jump that news would cause is measured, and faded out instead. */

import { HALF_WIDTH } from "./court.js";
import { Ease } from "./ease.js";

/** How long a correction fades, in ms. */
const EASE = 100;
/** The same after a pause or a reload, when there is time. */
const CALM = 300;
/** Smaller differences, in court units, are rounding errors. */
const NOTHING = 1e-6;

export class Seen {
  #ball = new Ease();
  #paddles = new Ease();
  #onCorrection;

  constructor(onCorrection) {
    this.#onCorrection = onCorrection;
  }

  /** Take in that news at `now` turned the picture `before` into `after`; in play, a correction. */
  changed(before, after, now, inPlay) {
    if (!before) return;
    const duration = inPlay ? EASE : CALM;
    const moved = [before.ball.x - after.ball.x, before.ball.y - after.ball.y];
    const distance = Math.hypot(...moved);
    const shifts = before.paddles.map((y, place) => y - after.paddles[place]);
    if (Math.hypot(...shifts) > NOTHING) this.#begin(this.#paddles, shifts, now, duration);
    if (distance <= NOTHING || isNewBall(before, after)) return;
    this.#begin(this.#ball, moved, now, duration);
    if (inPlay) this.#onCorrection(distance);
  }

  /** The picture at `now`, moved by what is left of the differences. */
  eased({ ball, trail, paddles, flight }, now) {
    const [x, y] = this.#ball.at(now);
    const shifts = this.#paddles.at(now);
    return {
      ball: { x: ball.x + x, y: ball.y + y },
      trail: trail.map((spot) => ({ ...spot, x: spot.x + x, y: spot.y + y })),
      paddles: paddles.map((height, place) => height + shifts[place]),
      flight,
    };
  }

  #begin(ease, offset, now, duration) {
    const rest = ease.at(now);
    ease.begin(offset.map((part, place) => part + rest[place]), now, duration);
  }
}

/** Whether the ball had reached the goal line and is served again: that is no jump. */
function isNewBall(before, after) {
  return after.flight !== before.flight && after.flight.x === 0 && reachedGoal(before.ball);
}

const reachedGoal = ({ x }) => Math.abs(x) > HALF_WIDTH - NOTHING;
