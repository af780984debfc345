/** What a tournament means for the player who looks at it. Pure. */

import { entrantOf, hasEnded, liveMatch, nextOf } from "./model.js";

/**
 * `{kind, ...}` for a `player` `{id, guest}`. Before the start: "join" (`barred`: "full", "guests" or null; `late`), "in", "check"
 * or "checked" (both with `until`). After it: "called" (`pairing`, `side`), "playing" (`pairing`, `match`), "waits"
 * (`pairing`), "rests" until the next round is drawn, "out", or "watches". At the end: "ended".
 */
export function own(model, player) {
  if (hasEnded(model)) return { kind: "ended" };
  const entrant = entrantOf(model, player.id);
  return model.head.phase === "running" ? during(model, player, entrant) : before(model, player, entrant);
}

function before(model, player, entrant) {
  const { phase, until } = model.head;
  if (entrant && phase === "check_in") return { kind: entrant.checked ? "checked" : "check", entrant, until };
  if (entrant) return { kind: "in", entrant };
  return joining(model, player, false);
}

function joining({ entrants, head: { plan } }, player, late) {
  if (player.guest && !plan.guests) return { kind: "join", barred: "guests", late };
  return { kind: "join", barred: entrants.length >= plan.most ? "full" : null, late };
}

function during(model, player, entrant) {
  if (!entrant && model.entrants.some((one) => one.player === player.id)) return { kind: "out" };
  if (!entrant) return model.head.plan.late ? joining(model, player, true) : { kind: "watches" };
  const pairing = nextOf(model, entrant.number);
  if (!pairing) return { kind: model.head.plan.format === "swiss" ? "rests" : "out", entrant };
  const side = pairing.entrants.indexOf(entrant.number);
  const { state, station } = pairing;
  if (state === "called" && station === null) return { kind: "called", entrant, pairing, side };
  if (state === "playing") return { kind: "playing", entrant, pairing, side, match: liveMatch(pairing)?.match ?? null };
  return { kind: "waits", entrant, pairing, side };
}
