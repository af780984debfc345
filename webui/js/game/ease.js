/** An offset between what was drawn and what is true; it fades to zero. */
export class Ease {
  #offset = [0, 0];
  #since = 0;
  #duration = 1;

  /** Begin with `offset` ([x, y], court units) at `now` (ms); it is zero after `duration` ms. */
  begin(offset, now, duration) {
    this.#offset = offset;
    this.#since = now;
    this.#duration = duration;
  }

  at(now) {
    const left = Math.max(0, 1 - (now - this.#since) / this.#duration);
    return this.#offset.map((part) => part * left * left);
  }
}
