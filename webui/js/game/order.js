/**
 * min and max of two numbers as in Python: if they are equal, the first one.
 *
 * Math.min and Math.max distinguish 0 and -0; Python does not, so a bit would differ.
 */

/** @param {number} a @param {number} b */
export const min = (a, b) => (b < a ? b : a);

/** @param {number} a @param {number} b */
export const max = (a, b) => (b > a ? b : a);
