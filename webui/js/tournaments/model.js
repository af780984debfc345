/**
 * A tournament as the page knows it: `{id, version, head, entrants, pairings, standings}`, as in the frame
 * `tournament`. Pure.
 */

const ENDED = new Set(["over", "cancelled"]);
const DONE = new Set(["over", "void"]);
const numbers = new WeakMap(); // of a list of entrants: each by its number

/** The tournament that a whole frame shows. */
export function whole({ tournament: id, version, head, entrants, pairings, standings }) {
  return { id, version, head, entrants, pairings, standings };
}

/** The tournament after a part of it has changed; null if this is not about what we know, so the whole is needed. */
export function withPart(model, { after, version, head, entrants, pairings, standings }) {
  if (model?.version !== after) return null;
  return {
    ...model,
    version,
    head: head ?? model.head,
    entrants: entrants ?? model.entrants,
    pairings: pairings ? merged(model.pairings, pairings) : model.pairings,
    standings: standings ?? model.standings,
  };
}

/** Whether it has ended, played out or not. */
export function hasEnded({ head }) {
  return ENDED.has(head.phase);
}

/** The entrant of this number; undefined for null. */
export function entrant({ entrants }, number) {
  if (!numbers.has(entrants)) numbers.set(entrants, new Map(entrants.map((one) => [one.number, one])));
  return numbers.get(entrants).get(number);
}

/** This player as an entrant who has not left; undefined: takes no part. */
export function entrantOf({ entrants }, player) {
  return entrants.find((one) => one.player === player && one.gone === null);
}

/** Whether a player organises it. */
export function organises({ head }, player) {
  return [head.owner, ...head.organisers].some(({ id }) => id === player);
}

/** The pairing of this key, if there is one. */
export function pairing({ pairings }, key) {
  return pairings.find((one) => one.key === key);
}

/** The pairing that an entrant is in or comes to next, the most urgent first; undefined if none is known. */
export function nextOf({ pairings }, number) {
  const own = pairings.filter((one) => one.entrants.includes(number) && !DONE.has(one.state));
  const urgent = ["playing", "called", "ready", "open"];
  return own.toSorted((one, other) => urgent.indexOf(one.state) - urgent.indexOf(other.state))[0];
}

/** The pairing to which this station is called, if there is one. */
export function atStation({ pairings }, player) {
  return pairings.find((one) => one.station === player && ["called", "playing"].includes(one.state));
}

/** The pairing to which a match belongs, if it is one of this tournament. */
export function pairingOf({ pairings }, match) {
  return pairings.find(({ matches }) => matches.some((one) => one.match === match));
}

/** The match of a pairing that is being played, if one is. */
export function liveMatch({ matches }) {
  return matches.find(({ live }) => live);
}

/** What is called a score: matches won if several are played, else points; null if nothing was played. */
export function score(model, { matches, outcome }) {
  if (matches.length === 0 && outcome?.cause !== "played" && !hasPoints(outcome)) return null;
  if (model.head.plan.best_of > 1) return [0, 1].map((side) => matches.filter(({ winner }) => winner === side).length);
  return matches.at(-1)?.points ?? outcome?.points ?? null;
}

/** The points of the match that is being played, if the score counts matches; else null. */
export function pointsOf(model, one) {
  return model.head.plan.best_of > 1 ? (liveMatch(one)?.points ?? null) : null;
}

function hasPoints(outcome) {
  return Boolean(outcome) && outcome.points[0] + outcome.points[1] > 0;
}

function merged(known, changed) {
  const news = new Map(changed.map((one) => [one.key, one]));
  const kept = known.map((one) => news.get(one.key) ?? one);
  const keys = new Set(known.map(({ key }) => key));
  return [...kept, ...changed.filter(({ key }) => !keys.has(key))];
}
