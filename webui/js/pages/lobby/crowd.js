/** How many are here, how many play, and how many look for a match. */

import { t } from "../../i18n/t.js";

/** One line of words, for the store's `lobby`; null as long as a part is not known, as half a line is none. */
export function sayCrowd(lobby) {
  const counts = ["online", "playing", "waiting"].map((part) => [part, lobby?.[part]]);
  if (counts.some(([, count]) => count === undefined)) return null;
  return counts.map(([part, count]) => t(`lobby.${part}`, { count })).join(" · ");
}
