/**
 * min and max of two numbers as Python has them: of two equals the first.
 *
 * Math.min and Math.max tell 0 from -0, which Python does not: one bit of difference.
 */

/** @param {number} a @param {number} b */
export const min = (a, b) => (b < a ? b : a);

/** @param {number} a @param {number} b */
export const max = (a, b) => (b > a ? b : a);
