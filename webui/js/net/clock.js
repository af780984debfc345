/** The server's clock as the page estimates it from pings, and how late news from there is. */

import { Slew } from "./slew.js";

const SAMPLES = 16;
/** Milliseconds per second: a drawn second is never more than this wrong. */
const SLEW = 20;
/** An estimate this far off (ms) is no measuring error: the machine slept, or a clock was set. */
const JUMP = 250;

/** The middle of some numbers; NaN of none. */
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

  /** `local` is a monotone clock in milliseconds with any origin. */
  constructor(local) {
    this.#local = local;
  }

  /** Milliseconds since the epoch by the server's clock, with a fraction; runs smoothly. */
  now() {
    const local = this.#local();
    return local + this.#offset.at(local);
  }

  /** A new connection may go another way: measure anew, go on from what is known. */
  restart() {
    this.#samples = [];
  }

  /** A first idea, from a frame that names the server's time; it is late by the way it took. */
  hint(serverNow) {
    if (!this.#known) this.#offset.jump(serverNow - this.#local(), this.#local());
  }

  /** A ping sent at `at` (local) came back now; the server's clock showed `serverNow` between. */
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

  /** The median round trip in milliseconds, null before any. */
  get ping() {
    return this.#samples.length === 0 ? null : median(this.#trips());
  }

  /** Seconds after which nearly all news has come: half a round trip, and half its jitter. */
  get delay() {
    return this.#samples.length === 0 ? 0 : Math.max(...this.#trips()) / 2000;
  }

  #trips() {
    return this.#samples.map(({ trip }) => trip);
  }
}
