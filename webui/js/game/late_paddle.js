/** The opponent's paddle: what the server told of it, drawn late so that nothing is guessed. */

import { keptSince, positionAt } from "./paddle.js";

/** Seconds of history, more than any lateness. */
const HISTORY = 2;

export class LatePaddle {
  #paddle;

  constructor(segment) {
    this.#paddle = { segments: [segment], floor: segment.since };
  }

  at(time) {
    return positionAt(this.#paddle, time);
  }

  moved(segment) {
    const kept = keptSince(this.#paddle.segments, segment.since - HISTORY);
    this.#paddle = { segments: [...kept, segment], floor: 0 };
  }
}
