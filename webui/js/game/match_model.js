/**
 * One match on this page: what the server told, what the page predicts, and where things are drawn.
 *
 * Times called `now` are milliseconds by the server's clock; nothing depends on how often the model
 * is asked. Own paddles and own contacts are predicted with the rules and drawn at the present. The
 * opponent's paddle is drawn late, and the ball in between by the time warp.
 */

import { Slew } from "../net/slew.js";
import { index } from "./court.js";
import { LatePaddle } from "./late_paddle.js";
import { MatchClock } from "./match_clock.js";
import { CLASSIC, PADDLES } from "./options.js";
import { OwnPaddle } from "./own_paddle.js";
import { afterContact } from "./predict.js";
import { Seen } from "./seen.js";
import { Track, sameMotion } from "./track.js";
import { Warp } from "./warp.js";

/** How much the lateness of the opponent's paddle may change, in seconds per second. */
const LAG_SLEW = 0.1;
/** The ball is shown again this many milliseconds before play goes on. */
const SHOWN_BEFORE = 1000;
/** Seconds of the track that are kept behind the present. */
const BEHIND = 2;
/** Seconds of its way that the ball draws behind it. */
const TRAIL = 0.12;

export class MatchModel {
  #clock = new MatchClock(0, null);
  #delay;
  #held = [0, 0];
  #begun = false;
  #over = false;
  #sides = [];
  #settings = CLASSIC;
  #track = null;
  #window = 0;
  #lateness = new Slew(0, LAG_SLEW);
  #seen;

  /** `delay()` is the own one-way delay in seconds; `onCorrection(distance)` is called for each one. */
  constructor({ delay, onCorrection }) {
    this.#delay = delay;
    this.#seen = new Seen(onCorrection);
  }

  /** What is played, with what is classic filled in. */
  get settings() {
    return this.#settings;
  }

  get sides() {
    return this.#sides;
  }

  /** The directions of the own keys that are held, as [side, direction]. */
  get held() {
    return this.#sides.map((side) => [side, this.#held[index(side)]]).filter(([, way]) => way !== 0);
  }

  /** Take in a frame of this match. */
  receive(frame, now) {
    const step = this.#steps[frame.t];
    if (!step || (!this.#track && frame.t !== "match")) return;
    this.#advance(now);
    const before = this.#track && this.#raw(now);
    const running = this.#clock.runs(now);
    step(frame, now);
    this.#lateness.aim(this.#lag(), now);
    this.#seen.changed(before, this.#raw(now), now, running && this.#clock.runs(now));
  }

  #steps = {
    match: (frame, now) => this.#whole(frame, now),
    countdown: ({ time, starts }) => this.#restart(new MatchClock(time, starts)),
    paddle: ({ side, since, y, direction, at }) =>
      this.#paddles[index(side)].moved({ since, y, direction }, at),
    flight: ({ flight }, now) => this.#flew(flight, now),
    point: ({ flight, time }, now) => this.#point(flight, time, now),
    pause: ({ time, paddles }, now) => this.#pause(time, paddles, now),
    finished: ({ cause, time }, now) => {
      this.#over = true;
      // The time is null if the server has lost the match: the last picture stays.
      if (cause !== "played") this.#clock = new MatchClock(time ?? this.#clock.at(now), null);
    },
  };

  /** Move the own paddle by a key. Returns the server time (whole ms) to send with the input. */
  press(side, direction, now) {
    if (this.#track) this.#advance(now); // first: at the start the keys held until now count
    this.#held[index(side)] = direction;
    // Rounded down: the server would move an input from the future to its present.
    let at = Math.floor(now);
    if (!this.#track || !this.#clock.runs(now) || this.#over) return at;
    const paddle = this.#paddles[index(side)];
    if (this.#clock.at(at) < paddle.rules.floor) at += 1; // this page has decided that contact
    paddle.press(direction, this.#clock.at(at), at);
    return at;
  }

  /** Stand still: the connection is lost, and only the server knows what happens next. */
  freeze(now) {
    if (this.#track) this.#advance(now);
    this.#clock = new MatchClock(this.#clock.at(now), null);
  }

  /**
   * What to draw: { ball: {x, y}, trail, paddles: [y, y], flight, moment }, in court units; null before the
   * match is known. The ball waits where it is until match time `flight.since`; `trail` is as in `Track.trail`.
   * Gates stand as they do at match time `moment`, at which the ball is drawn, so that it meets them.
   */
  drawn(now) {
    if (!this.#track) return null;
    this.#advance(now);
    const time = this.#clock.at(now);
    this.#track.forget(Math.min(time, this.#warp.at(time)) - BEHIND);
    const moment = this.#warp.at(time);
    const trail = this.#track.trail(moment, TRAIL);
    return { ...this.#seen.eased({ ...this.#raw(now), trail }, now), moment };
  }

  /** Whether the ball is hidden: from a pause until the last second of the countdown, see ADR 15. */
  hides(now) {
    const { starts, time } = this.#clock;
    if (this.#over || time <= 0) return false;
    return starts === null || now < starts - SHOWN_BEFORE;
  }

  #paddles = [];
  #warp;

  #owns(side) {
    return this.#sides.includes(side);
  }

  /** How many seconds late this page learns of the opponent's contacts. */
  #lag() {
    return this.#window + this.#delay();
  }

  #raw(now) {
    const time = this.#clock.at(now);
    const late = time - this.#lateness.at(now);
    const { x, y, flight } = this.#track.ball(this.#warp.at(time));
    const paddles = this.#paddles.map((paddle, place) =>
      paddle.at(this.#owns(place ? 1 : -1) ? time : late),
    );
    return { ball: { x, y }, paddles, flight };
  }

  /** Predict everything that happens until `now`, at the times at which it happens. */
  #advance(now) {
    if (!this.#clock.runs(now) || this.#over || !this.#track) return;
    if (!this.#begun) this.#begin();
    const time = this.#clock.at(now);
    for (;;) {
      const { flight, end } = this.#track.last;
      if (end !== null || !this.#owns(flight.side) || flight.contact > time) return;
      this.#contact(flight);
    }
  }

  /** Begin play: keys that were held in the countdown count from its end. */
  #begin() {
    this.#begun = true;
    for (const [side, direction] of this.held) {
      this.#paddles[index(side)].press(direction, this.#clock.time);
    }
  }

  #contact(flight) {
    const paddle = this.#paddles[index(flight.side)];
    const next = afterContact(flight, paddle.rules, this.#window, this.#settings);
    paddle.passed(flight.contact);
    const moment = this.#warp.at(flight.contact);
    if (next) this.#track.push(next, "hit", true);
    else this.#track.last.end = "miss";
    this.#warp.plan(flight.contact, moment);
  }

  #whole(frame, now) {
    this.#sides = frame.sides;
    this.#settings = { ...CLASSIC, ...frame.settings };
    this.#over = frame.phase === "finished";
    this.#restart(new MatchClock(frame.time, frame.starts));
    this.#sit(frame.paddles);
    this.#learn(frame.flight);
    this.#track = new Track(frame.flight);
    const lag = (flight) => (this.#owns(flight.side) ? 0 : this.#lag());
    this.#warp = new Warp(this.#track, lag, this.#clock.at(now));
    this.#lateness.jump(this.#lag(), now);
  }

  #restart(clock) {
    this.#clock = clock;
    this.#begun = false;
  }

  #sit(segments) {
    const half = PADDLES[this.#settings.paddle];
    this.#paddles = segments.map((segment, place) =>
      this.#owns(place ? 1 : -1) ? new OwnPaddle(segment, half) : new LatePaddle(segment, half),
    );
  }

  /** Note the opponent's window: that of the newest flight towards the opponent. */
  #learn(flight) {
    if (!this.#owns(flight.side)) this.#window = flight.window;
  }

  #flew(flight, now) {
    const { last, entries } = this.#track;
    const known = entries.find((entry) => entry.flight.number === flight.number);
    if (!known && flight.number < last.flight.number) return;
    const [time, moment] = this.#present(now);
    this.#learn(flight);
    if (known && sameMotion(known.flight, flight)) {
      known.flight = flight;
      known.predicted = false;
    } else {
      this.#track.cut(flight.number);
      this.#track.push(flight, "hit");
    }
    this.#warp.plan(time, moment);
  }

  #point(serve, at, now) {
    const [time, moment] = this.#present(now);
    const over = serve.since <= at; // the match is won, so there is no next serve
    this.#track.cut(over ? serve.number + 1 : serve.number);
    if (over) this.#track.last.end = "miss";
    else this.#track.push(serve, "miss");
    this.#learn(serve);
    this.#warp.plan(time, moment);
  }

  /** Stand at match time `at`, which has passed here already; predictions after it are void. */
  #pause(at, segments, now) {
    const [time, moment] = this.#present(now);
    this.#track.rewind(at);
    this.#sit(segments);
    this.#restart(new MatchClock(at, null));
    this.#warp.plan(at, Math.min(moment, Math.max(at, moment - Math.max(0, time - at))));
  }

  /** [the match time, the match time at which the ball is drawn]. */
  #present(now) {
    const time = this.#clock.at(now);
    return [time, this.#warp.at(time)];
  }
}
