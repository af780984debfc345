/** Tells the server how far the player has read: seldom, the largest number alone, and again if that was lost. */

const PAUSE = 400; // ms

export class Marks {
  #send;
  #world;
  #own = new Map(); // room -> how far was read here
  #known = new Map(); // room -> how far the server has said
  #timer = null;

  /** `send(frame)` sends one without an answer. */
  constructor({ send, world }) {
    this.#send = send;
    this.#world = world;
  }

  /** The player has read up to event `number` of a room. */
  read(room, number) {
    this.#own.set(room, Math.max(number, this.#own.get(room) ?? 0));
    this.#timer ??= this.#world.later(() => this.#flush(), PAUSE);
  }

  /** The server has the mark at `number`. */
  told(room, number) {
    this.#known.set(room, Math.max(number, this.#known.get(room) ?? 0));
  }

  /** A new connection: what was sent on the old one may be lost. */
  online() {
    if (this.#own.size > 0) this.#timer ??= this.#world.later(() => this.#flush(), PAUSE);
  }

  stop() {
    this.#world.cancel(this.#timer);
  }

  #flush() {
    this.#timer = null;
    for (const [room, number] of this.#own) {
      if (number > (this.#known.get(room) ?? 0)) this.#send({ t: "read", room, number });
      else this.#own.delete(room);
    }
  }
}
