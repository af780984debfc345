/** Converts the server's clock (ms) to match time (s), with the same formula as the server. */
export class MatchClock {
  /** Match time stands still at `time` until server time `starts` (null: until further notice). */
  constructor(time, starts) {
    this.time = time;
    this.starts = starts;
  }

  runs(now) {
    return this.starts !== null && now >= this.starts;
  }

  at(now) {
    return this.runs(now) ? this.time + (now - this.starts) / 1000 : this.time;
  }
}
