/** A number that never jumps: it moves to its target at a limited rate, whatever the frame rate. */
export class Slew {
  #value;
  #target;
  #since = 0;
  #rate;

  /** `rate` is units per second; times are milliseconds. */
  constructor(value, rate) {
    this.#value = value;
    this.#target = value;
    this.#rate = rate;
  }

  /** The value at time `now`, not before the last `aim`. */
  at(now) {
    const way = this.#target - this.#value;
    const step = (Math.max(0, now - this.#since) / 1000) * this.#rate;
    if (Math.abs(way) <= step) return this.#target;
    return this.#value + Math.sign(way) * step;
  }

  /** Move towards `target` from `now` on. */
  aim(target, now) {
    this.#value = this.at(now);
    this.#since = now;
    this.#target = target;
  }

  /** Jump to the target. */
  jump(target, now) {
    this.#value = target;
    this.#target = target;
    this.#since = now;
  }
}
