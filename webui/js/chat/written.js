/** What a player has written and not said yet, in the browser's storage: drafts, and lines that wait. */

import { keysFrom, remember } from "../lib/storage.js";

/** How the keys of drafts and of lines that wait begin, before the player's id. */
export const DRAFT = "rally.draft";
export const UNSAID = "rally.unsaid";

/** Leave nothing of it, because the player logs out: somebody else may use this browser next. */
export function forgetWritten(player) {
  for (const begin of [DRAFT, UNSAID]) {
    for (const key of keysFrom(`${begin} ${player} `)) remember(key, null);
  }
}
