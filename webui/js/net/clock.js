/** The page's estimate of the server's clock, from pings, and of how late news arrives. */

import { Slew } from "./slew.js";

const SAMPLES = 16;
/** The most that the estimate moves, in ms per second: a drawn second is never more wrong than this. */
const SLEW = 20;
/** A difference of this many ms is not a measuring error: the machine slept, or a clock was set. */
const JUMP = 250;

/** The median of some numbers; NaN if there are none. */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export class Clock {
  #local;
  #offset = new Slew(0, SLEW);
  #samples = [];
  #known = false;

  /** `local()` is a monotonic clock in milliseconds with any origin. */
  constructor(local) {
    this.#local = local;
  }

  /** Milliseconds since the epoch by the server's clock, with a fraction; it does not jump. */
  now() {
    const local = this.#local();
    return local + this.#offset.at(local);
  }

  /** Measure again, as a new connection may take another way; keep the estimate until then. */
  restart() {
    this.#samples = [];
  }

  /** Take a first estimate from a frame with the server's time; it is late by the frame's delay. */
  hint(serverNow) {
    if (!this.#known) this.#offset.jump(serverNow - this.#local(), this.#local());
  }

  /** A ping sent at `at` (local) was answered now; in between the server's clock showed `serverNow`. */
  sample(at, serverNow) {
    const back = this.#local();
    const first = this.#samples.length === 0;
    this.#samples.push({ offset: serverNow - (at + back) / 2, trip: back - at });
    if (this.#samples.length > SAMPLES) this.#samples.shift();
    const offset = median(this.#samples.map((sample) => sample.offset));
    const far = Math.abs(offset - this.#offset.at(back)) > JUMP;
    if (far || (first && !this.#known)) this.#offset.jump(offset, back);
    else this.#offset.aim(offset, back);
    this.#known = true;
  }

  /** The median round trip in milliseconds; null before the first. */
  get ping() {
    return this.#samples.length === 0 ? null : median(this.#trips());
  }

  /** Seconds after which nearly all news has arrived: half a round trip plus half its jitter. */
  get delay() {
    return this.#samples.length === 0 ? 0 : Math.max(...this.#trips()) / 2000;
  }

  #trips() {
    return this.#samples.map(({ trip }) => trip);
  }
}
