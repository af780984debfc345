/** The lines that are not said yet, in the browser's storage: they outlive the page. Each has a key of its own. */

import { keysFrom, recall, remember } from "../lib/storage.js";
import { UNSAID as KEY } from "./written.js";

const NUMBER = "rally.line";

export class KeptLines {
  #player;

  constructor(player) {
    this.#player = player;
  }

  /** All that are kept for this player, in the order in which they were written. */
  all() {
    const kept = keysFrom(`${KEY} ${this.#player} `).map((key) => read(recall(key)));
    return kept.filter(Boolean).toSorted((one, other) => one.order - other.order);
  }

  keep(entry) {
    remember(this.#key(entry), JSON.stringify(entry));
  }

  drop(entry) {
    remember(this.#key(entry), null);
  }

  /** A number above all that were given before in this browser: the time in ms, if that is. */
  number(now) {
    const last = Number(recall(`${NUMBER} ${this.#player}`)) || 0;
    const next = Math.max(last + 1, Math.floor(now));
    remember(`${NUMBER} ${this.#player}`, String(next));
    return next;
  }

  /** Whether a change of this key is one of these lines. */
  concerns(key) {
    return key === null || key.startsWith(`${KEY} ${this.#player} `);
  }

  #key({ room, order }) {
    return `${KEY} ${this.#player} ${room} ${order}`;
  }
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // somebody else has written it
  }
}
