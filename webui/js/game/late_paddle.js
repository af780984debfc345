/** The opponent's paddle. It is drawn late, so that the page knows all of its motion. */

import { keptSince, positionAt } from "./paddle.js";

/** Seconds of history to keep, more than the paddle is ever late. */
const HISTORY = 2;

export class LatePaddle {
  #paddle;

  constructor(segment, half) {
    this.#paddle = { segments: [segment], floor: segment.since, half };
  }

  at(time) {
    return positionAt(this.#paddle, time);
  }

  moved(segment) {
    const kept = keptSince(this.#paddle.segments, segment.since - HISTORY);
    this.#paddle = { ...this.#paddle, segments: [...kept, segment], floor: 0 };
  }
}
