/** Who plays whom, and in which order. Pure. */

import { passes } from "./bracket.js";

/** Pairings that have to be played before anything can be said about the speed of play. */
const FEWEST = 3;

/**
 * `{now, called, next, later}`, lists of pairings: what is played, who is called, who can be called as soon as
 * they or a station are free, and of what waits for results that in which one is known already.
 */
export function orderOfPlay(model) {
  const of = (state) => model.pairings.filter((one) => one.state === state && one.outcome === null);
  const open = of("open").filter((one) => !passes(model, one) && one.entrants.some((number) => number !== null));
  return { now: of("playing"), called: of("called"), next: of("ready"), later: open };
}

/**
 * In how many ms the pairings of `next` begin, by their keys, if play goes on as fast as so far; empty while that is
 * not known. `now` is the server's time.
 */
export function estimates(model, { called, next, now: playing }, now) {
  const { held, started } = model.head;
  const played = model.pairings.filter(({ matches, outcome }) => outcome && matches.length > 0).length;
  if (held || started === null || played < FEWEST) return new Map();
  const each = (now - started) / (played + playing.length / 2);
  return new Map(next.map(({ key }, place) => [key, each * (place + 1 + called.length / 2)]));
}

/** The sides (0 and 1) of a called pairing that have not said that they are ready. */
export function missing({ ready, state }) {
  return state === "called" ? [0, 1].filter((side) => !ready[side]) : [];
}

/** The pairings of each round, in the order of the draw: `[{part, round, pairings}]`. */
export function rounds({ pairings }) {
  const found = new Map();
  for (const one of pairings) {
    const key = `${one.part} ${one.round}`;
    if (!found.has(key)) found.set(key, { part: one.part, round: one.round, pairings: [] });
    found.get(key).pairings.push(one);
  }
  return [...found.values()];
}
