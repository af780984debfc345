/** Who writes a line just now, and that the player does. */

const SHOWN = 5000; // ms
const PAUSE = 3000;

export class Typing {
  #send;
  #show;
  #world;
  #sent = new Map(); // room -> when
  #others = new Map(); // room -> Map of player -> {name, timer}

  /** `send(frame)` sends one without an answer, `show(room, [{player, name}])` shows who writes. */
  constructor({ send, show, world }) {
    this.#send = send;
    this.#show = show;
    this.#world = world;
  }

  /** The player writes in a room. */
  write(room) {
    const now = this.#world.date();
    if (now - (this.#sent.get(room) ?? -Infinity) < PAUSE) return;
    this.#sent.set(room, now);
    this.#send({ t: "typing", room });
  }

  /** Somebody else writes. */
  heard(room, { player, name }) {
    const others = this.#others.get(room) ?? new Map();
    this.#others.set(room, others);
    this.#world.cancel(others.get(player)?.timer);
    others.set(player, { name, timer: this.#world.later(() => this.said(room, player), SHOWN) });
    this.#render(room);
  }

  /** They have said it, or thought better of it. */
  said(room, player) {
    const others = this.#others.get(room);
    if (!others?.has(player)) return;
    this.#world.cancel(others.get(player).timer);
    others.delete(player);
    this.#render(room);
  }

  stop() {
    for (const others of this.#others.values()) {
      for (const { timer } of others.values()) this.#world.cancel(timer);
    }
  }

  #render(room) {
    const others = [...this.#others.get(room)];
    this.#show(room, others.map(([player, { name }]) => ({ player, name })));
  }
}
