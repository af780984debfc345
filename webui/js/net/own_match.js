/** How the player stands in the own unfinished match, on a page that does not show it. Pure. */

import { named } from "../components/bot.js";
import { isBeingSaved } from "./match_state.js";

/**
 * Null if there is no such match, or if this page shows it. Else `{kind, id, opponent, left}`: `opponent` is a name, or
 * null where nobody sits opposite; `left` are the ms until something happens, by the server's clock `now`.
 *
 * | kind | what is true |
 * | --- | --- |
 * | unknown | nothing is known of it yet |
 * | ready | it has not begun, as the player has not come: lost when nothing is left |
 * | losing | the player is away: lost when nothing is left |
 * | ending | everybody is away: broken off when nothing is left |
 * | paused | the player has chosen to pause it |
 * | elsewhere | the player plays it in another tab |
 * | saving | it has ended, and the server still stores that |
 */
export function ownMatch({ currentMatch: id, matches, page }, now) {
  if (!id || !page?.settled || page.path === `/match/${id}`) return null;
  const model = matches[id];
  if (!model) return { kind: "unknown", id, opponent: null, left: null };
  const kind = kindOf(model);
  return { kind, id, opponent: opponentIn(model), left: leftOf(kind, model, now) };
}

/** Whether the player plays it, on whatever page: nobody is waited for on an own seat. */
export function isPlayed(model) {
  return Boolean(model?.sides.length) && model.players.every(({ here, side }) => here || !model.sides.includes(side));
}

/** The name of the other player, person or machine; null if both seats are one's own. */
function opponentIn({ players, sides }) {
  const other = players.find(({ side }) => !sides.includes(side));
  return other ? named(other) : null;
}

function kindOf(model) {
  if (model.phase === "finished" || isBeingSaved(model)) return "saving";
  if (model.chosen) return "paused";
  if (isPlayed(model)) return "elsewhere";
  if (model.phase === "waiting") return "ready";
  return model.players.some(({ here }) => here) ? "losing" : "ending";
}

function leftOf(kind, { heard, phase, players, sides, until }, now) {
  if (!["ending", "losing", "ready"].includes(kind)) return null;
  const own = heard + players.find(({ side }) => sides.includes(side)).budget;
  // `until` is when the match ends if nobody comes; the own time runs also while play goes on, or nobody waits
  const end = { waiting: Math.min(until, own), paused: until }[phase] ?? own;
  return Math.max(0, end - now);
}
