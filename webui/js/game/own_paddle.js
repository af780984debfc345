/**
 * An own paddle: it moves at the key press, as predicted. An input takes effect as it was sent unless
 * the server says otherwise, so only exceptions come back.
 */

import { keptSince, positionAt, steer } from "./paddle.js";

/** The most inputs that the server may still correct; older ones are final. */
const MOST_PENDING = 64;

export class OwnPaddle {
  #said;
  #pending = [];
  #paddle;

  constructor(segment, half) {
    this.#said = { segments: [segment], floor: segment.since, half };
    this.#paddle = this.#said;
  }

  /** The paddle of the rules, to decide a contact. */
  get rules() {
    return this.#paddle;
  }

  get direction() {
    return this.#paddle.segments.at(-1).direction;
  }

  at(time) {
    return positionAt(this.#paddle, time);
  }

  /**
   * A key moved at match time `at`; `sent` is the time (ms) that the server was told. It has no effect
   * before a decided contact, or if the paddle already moves in that direction.
   */
  press(direction, at, sent = null) {
    if (direction === this.direction) return;
    const { segments, floor } = this.#paddle;
    this.#pending.push({ direction, at: Math.max(at, segments.at(-1).since, floor), sent });
    if (this.#pending.length > MOST_PENDING) this.#stand(1);
    this.#predict();
  }

  /**
   * Take in the server's segment: a correction of the input `sent`, or, if null, the server's own act.
   * Earlier inputs are final; later ones are applied again after it.
   */
  moved(segment, sent = null) {
    const place = this.#answered(segment, sent);
    const early = this.#pending.findIndex(({ at }) => at > segment.since);
    const late = early < 0 ? this.#pending.length : early;
    this.#stand(place < 0 ? late : place);
    if (place >= 0) this.#pending.shift();
    const { segments, floor } = this.#said;
    this.#said = { ...this.#said, segments: keptSince([...segments, segment], floor) };
    this.#predict();
  }

  /** Make the oldest `count` inputs final: they took effect as they were sent. */
  #stand(count) {
    this.#said = steered(this.#said, this.#pending.slice(0, count));
    this.#pending = this.#pending.slice(count);
  }

  /** Note that a contact of this paddle was decided: nothing before it will change. */
  passed(contact) {
    this.#said = { ...this.#said, segments: keptSince(this.#said.segments, contact), floor: contact };
    this.#predict();
  }

  #predict() {
    this.#paddle = steered(this.#said, this.#pending);
  }

  /** The place of the pending input to which a segment belongs, or -1. */
  #answered({ since, direction }, sent) {
    return this.#pending.findIndex(
      (input) =>
        input.direction === direction && (sent === null ? input.at === since : input.sent === sent),
    );
  }
}

const steered = (paddle, inputs) =>
  inputs.reduce(
    (moved, { direction, at }) => steer(moved, direction, Math.max(at, moved.segments.at(-1).since)),
    paddle,
  );
