/** How many play and how many look for a match. */

import { t } from "../../i18n/t.js";

/** One line of words, for the store's `lobby`; null as long as a part is not known, as half a line is none. */
export function sayCrowd(lobby) {
  const { playing, waiting } = lobby ?? {};
  if (playing === undefined || waiting === undefined) return null;
  return `${t("lobby.playing", { count: playing })} · ${t("lobby.waiting", { count: waiting })}`;
}
