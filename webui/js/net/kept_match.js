/** The own unfinished match, as this browser knows it: its end must not be missed though the page was closed. */

import { recall, remember } from "../lib/storage.js";

const KEY = "rally.match";

export function keepMatch(player, match) {
  remember(KEY, `${player} ${match}`);
}

/** The match that was kept for this player, or null. */
export function keptMatch(player) {
  const [whose, match] = recall(KEY)?.split(" ") ?? [];
  return whose === player ? match : null;
}

/** Its end has been told. */
export function forgetMatch() {
  remember(KEY, null);
}
