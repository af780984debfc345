/**
 * The flights of the ball that are known or predicted, in order.
 *
 * @typedef {object} Entry
 * @property {import("./ball.js").Flight} flight
 * @property {null | "hit" | "miss"} end  how the contact ended, null if that is not known here
 * @property {boolean} predicted  the server has not announced this flight yet
 */

import { place, turn } from "./ball.js";
import { max } from "./order.js";

/** Seconds for which a ball that was missed flies on beyond the goal line before the next is served. */
export const LEAVING = 0.3;

const MOTION = ["number", "since", "x", "y", "vx", "vy", "speed", "side", "contact"];

/** Whether two flights have the same motion, to the bit. The window does not count. */
export const sameMotion = (a, b) => MOTION.every((name) => Object.is(a[name], b[name]));

export class Track {
  /** @type {Entry[]} */
  entries;

  constructor(flight) {
    this.entries = [{ flight, end: null, predicted: false }];
  }

  get last() {
    return this.entries.at(-1);
  }

  /** The latest time at which the place of the ball is known. */
  get limit() {
    const { flight, end } = this.last;
    return end === "miss" ? flight.goal + LEAVING : flight.contact;
  }

  /** The index of the flight that is drawn at `time`; when the ball has left this is the next serve. */
  find(time) {
    const found = this.entries.findLastIndex(({ flight }) => flight.since <= time);
    const at = Math.max(0, found);
    const { flight, end } = this.entries[at];
    const over = end === "miss" && time >= flight.goal + LEAVING && at + 1 < this.entries.length;
    return over ? at + 1 : at;
  }

  /** The ball at `time`: { x, y, flight }. */
  ball(time) {
    const { flight } = this.entries[this.find(time)];
    const [x, y] = place(flight, Math.min(time, this.limit));
    return { x, y, flight };
  }

  /**
   * Where the ball was in the last `seconds` before `time`: [{ x, y, age }], the newest first, with each
   * place where it turned. It begins anew with each serve, and where the ball leaves a portal.
   */
  trail(time, seconds) {
    const now = Math.min(time, this.limit);
    const places = [];
    const add = (flight, at) => {
      const [x, y] = place(flight, at);
      places.push({ x, y, age: now - at });
    };
    let index = this.find(now);
    add(this.entries[index].flight, now);
    for (let until = now; index >= 0 && until > now - seconds; index -= 1) {
      const { flight } = this.entries[index];
      const from = Math.max(flight.since, now - seconds);
      if (until <= from) break;
      const moved = jump(flight, until);
      for (const at of [...turns(flight, max(from, moved), until), max(from, moved)]) add(flight, at);
      if (flight.x === 0 || moved > from) break; // a serve, or a portal
      until = from;
    }
    return places;
  }

  /** Note that the last flight ended in a hit or a miss, and add the next flight. */
  push(flight, end, predicted = false) {
    this.last.end = end;
    this.entries.push({ flight, end: null, predicted });
  }

  /** Remove the flights from `number` on, and the end of the one before. */
  cut(number) {
    const kept = this.entries.filter(({ flight }) => flight.number < number);
    if (kept.length === this.entries.length || kept.length === 0) return;
    this.entries = kept;
    this.last.end = null;
  }

  /** Remove what was predicted to happen after `time`. */
  rewind(time) {
    const early = this.entries.find(({ flight, predicted }) => predicted && flight.since > time);
    if (early) this.cut(early.flight.number);
    if (this.last.end === "miss" && this.last.flight.contact > time) this.last.end = null;
  }

  /** Forget flights that ended before `time`. */
  forget(time) {
    while (this.entries.length > 1 && this.entries[1].flight.since < time) this.entries.shift();
  }
}

/** When a portal last moved the ball before `until`; -Infinity if none did in this flight. */
function jump(flight, until) {
  const moved = flight.legs.findLast(({ since, x, vx }, number) => {
    const before = number > 0 ? flight.legs[number - 1] : flight;
    return since < until && x === 0 && vx === before.vx;
  });
  return moved ? moved.since : -Infinity;
}

/** The times between `from` and `until` at which the ball turns, the latest first. */
function turns(flight, from, until) {
  const times = [];
  for (let number = 0; ; number += 1) {
    const at = turn(flight, number);
    if (at === null || at >= until) return times;
    if (at > from) times.unshift(at);
  }
}
