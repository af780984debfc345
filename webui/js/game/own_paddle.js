/** An own paddle: at the key press as predicted, and as the server says once it has spoken. */

import { keptSince, positionAt, steer } from "./paddle.js";

export class OwnPaddle {
  #said;
  #pending = [];
  #paddle;

  constructor(segment) {
    this.#said = { segments: [segment], floor: segment.since };
    this.#paddle = this.#said;
  }

  /** The rules' paddle, to decide a contact with. */
  get rules() {
    return this.#paddle;
  }

  get direction() {
    return this.#paddle.segments.at(-1).direction;
  }

  at(time) {
    return positionAt(this.#paddle, time);
  }

  /** A key moved at match time `at`; before the contacts passed it has no effect. */
  press(direction, at) {
    const { segments, floor } = this.#paddle;
    this.#pending.push({ direction, at: Math.max(at, segments.at(-1).since, floor) });
    this.#predict();
  }

  /** The server's word on the oldest inputs; later ones are applied again on top of it. */
  confirm(segment) {
    this.#pending = this.#pending.slice(this.#answered(segment));
    const { segments, floor } = this.#said;
    this.#said = { segments: [...keptSince(segments, floor), segment], floor };
    this.#predict();
  }

  /** A contact of this paddle was decided: nothing before it will be changed. */
  passed(contact) {
    this.#said = { segments: keptSince(this.#said.segments, contact), floor: contact };
    this.#predict();
  }

  #predict() {
    this.#paddle = this.#pending.reduce((paddle, { direction, at }) => {
      const time = Math.max(at, paddle.segments.at(-1).since);
      return steer(paddle, direction, time);
    }, this.#said);
  }

  /** How many pending inputs this segment answers: up to the equal one, else the first alike. */
  #answered({ since, direction }) {
    const alike = this.#pending.map((input) => input.direction === direction);
    const equal = this.#pending.findIndex(({ at }, place) => alike[place] && at === since);
    return (equal >= 0 ? equal : alike.indexOf(true)) + 1;
  }
}
