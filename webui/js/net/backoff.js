/** Decides when to connect again after a close. */

const FIRST = 250;
const LONGEST = 5000;
/** With this factor a server that is back is found after at most half the time that it was away. */
const GROWTH = 1.5;
const RESTARTING = 1012;
const FLOODED = 4429;
/** Close codes after which a new connection would end in the same way, or harm another page. */
const FINAL = new Set([1002, 1003, 1007, 1009, 4400, 4401, 4403, 4409, 4410]);

export class Backoff {
  #tries = 0;
  #random;

  /** `random` returns numbers in [0, 1), so that pages cut off together come back spread out. */
  constructor(random) {
    this.#random = random;
  }

  /** The milliseconds to wait after a close with `code`; null means: do not connect again. */
  next(code) {
    if (FINAL.has(code)) return null;
    if (code === RESTARTING) return this.#random() * 2000;
    if (code === FLOODED) return 60_000;
    const delay = Math.min(FIRST * GROWTH ** this.#tries, LONGEST);
    this.#tries += 1;
    return delay * (0.5 + this.#random() / 2);
  }

  /** Begin again with the shortest wait, because the connection has lasted. */
  reset() {
    this.#tries = 0;
  }
}
