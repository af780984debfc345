/** Tells the server how far the player has read: seldom, the largest number alone, and again if that was lost. */

const PAUSE = 400; // ms

export class Marks {
  #ask;
  #world;
  #own = new Map(); // room -> how far was read here
  #known = new Map(); // room -> how far the server has said
  #timer = null;

  /** `ask(frame)` sends one; it resolves when the server has stored the mark. */
  constructor({ ask, world }) {
    this.#ask = ask;
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
      if (number > (this.#known.get(room) ?? 0)) this.#tell(room, number);
      else this.#own.delete(room);
    }
  }

  async #tell(room, number) {
    try {
      await this.#ask({ t: "read", room, number });
    } catch {
      return; // the next connection, or the next line, tries again
    }
    this.told(room, number);
  }
}
