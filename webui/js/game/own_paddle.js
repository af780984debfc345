/**
 * An own paddle: at the key press as predicted. The server honours an input as it was sent unless it
 * says otherwise, so only exceptions come back.
 */

import { keptSince, positionAt, steer } from "./paddle.js";

/** Inputs that the server may still correct; older ones stand. */
const MOST_PENDING = 64;

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

  /**
   * A key moved at match time `at`, `sent` to the server as that time (ms). Before the contacts
   * passed it has no effect, and none where the paddle moves that way already.
   */
  press(direction, at, sent = null) {
    if (direction === this.direction) return;
    const { segments, floor } = this.#paddle;
    this.#pending.push({ direction, at: Math.max(at, segments.at(-1).since, floor), sent });
    if (this.#pending.length > MOST_PENDING) this.#stand(1);
    this.#predict();
  }

  /**
   * The server's word: on the input sent as `sent`, or its own doing. What was pressed before that
   * stands, later inputs are applied again on top of it.
   */
  moved(segment, sent = null) {
    const place = this.#answered(segment, sent);
    const early = this.#pending.findIndex(({ at }) => at > segment.since);
    const late = early < 0 ? this.#pending.length : early;
    this.#stand(place < 0 ? late : place);
    if (place >= 0) this.#pending.shift();
    const { segments, floor } = this.#said;
    this.#said = { segments: keptSince([...segments, segment], floor), floor };
    this.#predict();
  }

  /** The oldest `count` inputs were honoured as they were sent. */
  #stand(count) {
    this.#said = steered(this.#said, this.#pending.slice(0, count));
    this.#pending = this.#pending.slice(count);
  }

  /** A contact of this paddle was decided: nothing before it will be changed. */
  passed(contact) {
    this.#said = { segments: keptSince(this.#said.segments, contact), floor: contact };
    this.#predict();
  }

  #predict() {
    this.#paddle = steered(this.#said, this.#pending);
  }

  /** The place of the pending input that a segment answers, or -1. */
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
