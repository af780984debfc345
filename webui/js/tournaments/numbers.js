/** Pairings are numbered in the order of the draw; those in which nobody meets anybody have no number. Pure. */

import { passes } from "./bracket.js";

const known = new WeakMap(); // of a list of pairings: the number of each, by key

/** The number of a pairing; undefined if it is never played. */
export function numberOf(model, { key }) {
  return numbers(model).get(key);
}

/** The number of the pairing from which somebody comes, seen through those that are never played. */
export function comesFrom(model, key, wins) {
  const number = numbers(model).get(key);
  if (number !== undefined || !wins) return number ?? "";
  const feed = model.pairings.find((one) => one.key === key)?.feeds.find((each) => each !== null);
  return feed ? comesFrom(model, feed[0], feed[1]) : "";
}

function numbers(model) {
  if (!known.has(model.pairings)) {
    const played = model.pairings.filter((one) => !passes(model, one));
    known.set(model.pairings, new Map(played.map(({ key }, place) => [key, place + 1])));
  }
  return known.get(model.pairings);
}
