/**
 * The court: lengths in court units, speeds in units per second, origin at the centre.
 *
 * This is the twin of actors/pong/court.py; other files here are twins of the modules with their
 * names. x grows to the right, y grows downwards (as on a canvas); a side is -1 (left) or +1 (right).
 *
 * @typedef {-1 | 1} Side
 */

export const LEFT = -1;
export const RIGHT = 1;

/** The goal lines are at x = ±HALF_WIDTH. */
export const HALF_WIDTH = 16;
/** The walls are at y = ±HALF_HEIGHT. */
export const HALF_HEIGHT = 9;

export const BALL_RADIUS = 0.25;
/** HALF_HEIGHT - BALL_RADIUS: the centre of the ball turns at y = ±WALL. */
export const WALL = 8.75;

/** The centre of the ball meets a paddle at x = ±FACE: the paddle's face (15) less the radius. */
export const FACE = 14.75;
export const PADDLE_HALF = 1.5;
/** HALF_HEIGHT - PADDLE_HALF: a paddle's centre stays within ±PADDLE_LIMIT. */
export const PADDLE_LIMIT = 7.5;
/** The same for everybody, human or AI. */
export const PADDLE_SPEED = 14;
/** PADDLE_HALF + BALL_RADIUS: a ball this far from the paddle's centre is still hit. */
export const REACH = 1.75;

export const SERVE_SPEED = 15;
/** Each hit multiplies the speed of the ball by this, up to TOP_SPEED. */
export const SPEED_UP = 1.05;
/** A straight crossing of 2 * FACE takes 0.92 s at this speed: time warp stays mild. */
export const TOP_SPEED = 32;
/** The largest |vy / vx| of a serve. */
export const SERVE_SLOPE = 0.7;
/** |vy / vx| after a hit at the edge of the paddle, the largest there is. */
export const EDGE_SLOPE = 1.1;

/** Seconds of match time between a point and the next serve. */
export const SERVE_DELAY = 1;
/** The longest lag window in seconds: no input takes effect earlier than this before it arrives. */
export const LONGEST_WINDOW = 0.25;

/**
 * The place of a side in a pair: 0 for left, 1 for right.
 * @param {Side} side
 */
export const index = (side) => (side < 0 ? 0 : 1);
