/** What the names in the settings mean in numbers. The names of each option stand in its order. */

import { PADDLE_HALF, SERVE_SPEED, SPEED_UP, TOP_SPEED } from "./court.js";

/** Speeds of the ball, in units per second: when it is served, and the highest there is. */
export const PACES = {
  slow: { serve: 11, top: 22 },
  classic: { serve: SERVE_SPEED, top: TOP_SPEED },
  fast: { serve: 21, top: TOP_SPEED },
};
/** Each hit multiplies the speed of the ball by this. */
export const SPEED_UPS = { none: 1, gentle: 1.025, classic: SPEED_UP, steep: 1.1 };
/** Half the length of a paddle. */
export const PADDLES = { small: 1, classic: PADDLE_HALF, large: 2.25 };
/** The settings of a classic game; settings that were written before an option existed mean the same. */
export const CLASSIC = {
  points: 11, win_by_two: false, sets: 1, ball: "classic", speed_up: "classic", paddle: "classic", map: "classic",
};
