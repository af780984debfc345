/**
 * Time warp: which moment of the ball's track is drawn at which match time.
 *
 * On its way to the opponent the ball falls behind, so that it arrives when the news of the contact is
 * due. On its way to the own side it catches up, so that it meets the own face plane at the present.
 * The drawn moment is a line through a few points. Each time news arrives, the line is planned again
 * from where the ball is drawn, so the ball never jumps.
 */

import { LEAVING } from "./track.js";

/** Even after a delay the ball is never drawn faster than this many times its speed. */
const FASTEST = 3;

export class Warp {
  #points;

  /** `lag(flight)` is how many seconds late the ball arrives at the opponent's end of a flight. */
  constructor(track, lag, time) {
    this.track = track;
    this.lag = lag;
    const { flight } = track.last;
    const way = flight.contact - flight.since;
    const share = way / (way + lag(flight));
    this.plan(time, time > flight.since ? flight.since + (time - flight.since) * share : time);
  }

  /** The moment drawn at match time `time`. */
  at(time) {
    return Math.min(this.#line(time), this.track.limit);
  }

  /** Plan again from match time `time`, at which `moment` is drawn. */
  plan(time, moment) {
    this.#points = [[time, moment]];
    const { entries, last } = this.track;
    const rest = entries.slice(this.track.find(moment));
    for (const { flight, end } of rest) if (end === "miss") this.#playOut(flight);
    this.#wait(last.flight);
    if (last.end === null) this.#head(last.flight);
  }

  /** Plan the way over the goal line after a miss: the ball has its own speed. */
  #playOut({ goal }) {
    const [time, moment] = this.#points.at(-1);
    const gone = goal + LEAVING;
    if (moment < gone) this.#points.push([time + gone - moment, gone]);
  }

  /** Plan the wait for a serve, which starts without delay. */
  #wait({ since, x }) {
    const [time, moment] = this.#points.at(-1);
    if (x === 0 && moment < since) this.#points.push([Math.max(time, since), since]);
  }

  #head(flight) {
    const [time, moment] = this.#points.at(-1);
    const { contact } = flight;
    const soonest = time + (contact - moment) / FASTEST;
    if (moment < contact) this.#points.push([Math.max(contact + this.lag(flight), soonest), contact]);
  }

  #line(time) {
    const points = this.#points;
    const next = points.findIndex((point) => point[0] > time);
    if (next === 0) return points[0][1];
    if (next < 0) return points.at(-1)[1] + time - points.at(-1)[0];
    const [[from, start], [to, end]] = [points[next - 1], points[next]];
    return start + ((time - from) / (to - from)) * (end - start);
  }
}
