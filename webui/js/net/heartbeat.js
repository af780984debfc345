/** Sends pings to measure the server's clock, and notices silence. */

const BURST = 16;
const BURST_PAUSE = 100;
const PAUSE = 2000;
const SILENCE = 4000;
const LOOK = 500;

export class Heartbeat {
  #world;
  #ping;
  #lost;
  #timer = null;
  #heard = 0;
  #pings = 0;
  #due = 0;

  /** `ping()` is called when one is due, `lost()` once when the server has been silent too long. */
  constructor({ world, ping, lost }) {
    this.#world = world;
    this.#ping = ping;
    this.#lost = lost;
  }

  /** Begin to watch for silence, already while a connection is being made. */
  watch() {
    this.stop();
    this.#heard = this.#world.now();
    this.#pings = Infinity;
    this.#due = Infinity;
    this.#beat();
  }

  /** Begin to send pings, often at first, because the server has answered. */
  measure() {
    this.#pings = 0;
    this.#due = this.#world.now();
    this.#world.cancel(this.#timer);
    this.#beat();
  }

  /** Note that a message came. */
  heard() {
    this.#heard = this.#world.now();
  }

  stop() {
    if (this.#timer !== null) this.#world.cancel(this.#timer);
    this.#timer = null;
  }

  #beat() {
    const now = this.#world.now();
    if (now - this.#heard >= SILENCE) {
      this.#timer = null;
      this.#lost();
      return;
    }
    if (now >= this.#due) {
      this.#pings += 1;
      this.#due = now + (this.#pings < BURST ? BURST_PAUSE : PAUSE);
      this.#ping();
    }
    const pause = this.#pings < BURST ? BURST_PAUSE : LOOK;
    this.#timer = this.#world.later(() => this.#beat(), pause);
  }
}
