/**
 * Steering by a finger or pen on the own half of the court: the paddle follows it by key presses.
 *
 * Only directions come out of it, as of a keyboard, so the paddle is no faster and no more exact. It
 * stops near the finger, and starts again only when the finger has gone some way, at most so often a
 * second: otherwise it would tremble, and the server would be told too much.
 */

import { HALF_HEIGHT, LEFT, PADDLE_LIMIT, PADDLE_SPEED, RIGHT, index } from "../game/court.js";

/** How near to the finger the paddle stops, in court units; when frames are slow, half of its way in one. */
const NEAR = 0.25;
/** How far from the paddle the finger makes it start. */
const FAR = 0.75;
/** Milliseconds between two starts. */
const PAUSE = 120;

export class Drag {
  #fingers = new Map(); // pointerId -> { side, y }; the newest finger of a side counts
  #held = new Map(); // side -> direction
  #started = new Map(); // side -> when it last started to move
  #followed = 0;
  #sides;
  #hold;

  /** `sides()` returns the own seats; `hold(side, direction)` is called at each change. */
  constructor({ sides, hold }) {
    this.#sides = sides;
    this.#hold = hold;
  }

  /** Listen on the element of the court. Returns the function that stops, lifting all fingers. */
  start(element) {
    const listeners = {
      pointerdown: (event) => this.#press(element, event),
      pointermove: (event) => this.#move(element, event),
      lostpointercapture: ({ pointerId }) => this.#leave(pointerId),
      contextmenu: (event) => this.#fingers.size > 0 && event.preventDefault(),
    };
    for (const [type, handler] of Object.entries(listeners)) element.addEventListener(type, handler);
    return () => {
      for (const [type, handler] of Object.entries(listeners)) element.removeEventListener(type, handler);
      this.lift();
    };
  }

  /** Lift all fingers: those that are still down count only when they press again. */
  lift() {
    for (const pointer of this.#fingers.keys()) this.#leave(pointer);
  }

  /** Steer to the fingers from where the paddles are drawn at `now` (ms): call it for each frame. */
  follow(paddles, now) {
    const near = Math.max(NEAR, (PADDLE_SPEED * (now - this.#followed)) / 2000);
    this.#followed = now;
    for (const side of [LEFT, RIGHT]) {
      const finger = this.#finger(side);
      if (!finger) continue;
      const way = finger.y - paddles[index(side)];
      this.#steer(side, this.#direction(side, way, near, now), now);
    }
  }

  #finger(side) {
    return Array.from(this.#fingers.values()).findLast((finger) => finger.side === side);
  }

  #direction(side, way, near, now) {
    const held = this.#held.get(side) ?? 0;
    if (held !== 0) return way * held > near ? held : 0;
    const rested = now - (this.#started.get(side) ?? -Infinity) >= PAUSE;
    return Math.abs(way) > FAR && rested ? Math.sign(way) : 0;
  }

  #steer(side, direction, now) {
    if (direction === (this.#held.get(side) ?? 0)) return;
    this.#held.set(side, direction);
    if (direction !== 0) this.#started.set(side, now);
    this.#hold(side, direction);
  }

  #leave(pointerId) {
    const { side } = this.#fingers.get(pointerId) ?? {};
    this.#fingers.delete(pointerId);
    if (side && !this.#finger(side)) this.#steer(side, 0);
  }

  #press(element, event) {
    if (event.pointerType === "mouse" || event.button > 0) return;
    const { left, width } = element.getBoundingClientRect();
    const side = event.clientX < left + width / 2 ? LEFT : RIGHT;
    if (!this.#sides().includes(side)) return;
    element.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, { side, y: heightOf(element, event) });
  }

  #move(element, event) {
    const finger = this.#fingers.get(event.pointerId);
    if (finger) finger.y = heightOf(element, event);
  }
}

/** Where on the court a finger is, as far as a paddle's middle can go. */
function heightOf(element, { clientY }) {
  const { top, height } = element.getBoundingClientRect();
  const y = ((clientY - top) / height) * 2 * HALF_HEIGHT - HALF_HEIGHT;
  return Math.min(Math.max(y, -PADDLE_LIMIT), PADDLE_LIMIT);
}
