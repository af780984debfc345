/** Randomness as an argument: a 32-bit mixer that Python and JavaScript compute alike. */

/**
 * Scramble a 32-bit integer into another one. This is lowbias32 by Chris Wellons, public domain:
 * nullprogram.com/blog/2018/07/31.
 * @param {number} value
 */
export function mix(value) {
  value ^= value >>> 16;
  value = Math.imul(value, 0x7feb352d);
  value ^= value >>> 15;
  value = Math.imul(value, 0x846ca68b);
  return (value ^ (value >>> 16)) >>> 0;
}

/**
 * The number-th draw of a seed, in [0, 1).
 * @param {number} seed @param {number} number
 */
export const unit = (seed, number) => mix(mix(seed) + number) / 4294967296;
