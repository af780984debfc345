/** Knows how the own match stands while another page is shown, and says how it has ended: nobody loses in silence. */

import { t } from "./i18n/t.js";
import { isOver } from "./net/match_state.js";
import { forgetMatch, keepMatch, keptMatch } from "./net/kept_match.js";
import { isPlayed } from "./net/own_match.js";
import { untilKnown } from "./net/until_known.js";
import { sayEnd } from "./pages/end_words.js";

/** Milliseconds in which a page that begins to show the match asks for it by itself. */
const SOON = 300;

export function followOwnMatch({ api, notify, session, store, world }) {
  let welcomed = false;

  const look = async (id) => {
    if (unknownMatch(store.state) !== id) return;
    try {
      await session.request({ t: "look", match: id });
    } catch ({ code }) {
      if (code === "no_such_match") store.set({ currentMatch: null });
    }
  };

  const ended = async (id) => {
    const { matches, page, player } = store.state;
    const played = isOver(matches[id]) && isPlayed(matches[id]); // in another tab, which shows the result
    if (played || [`/match/${id}`, `/match/${id}/result`].includes(page?.path)) return forgetMatch();
    const record = await untilKnown(() => api.match(id), { world, failed: () => {} });
    if (store.state.player?.id !== player.id || !record?.result) return undefined;
    forgetMatch();
    if (record.mode === "ai" && record.result.cause === "aborted" && store.state.currentMatch) return undefined;
    const link = { text: t("end.result"), href: `/match/${id}/result` };
    return notify({ text: sayEnd(record, player.id), link, lasts: true });
  };

  const changed = (id, before) => {
    const { player } = store.state;
    if (!player) return;
    if (id) keepMatch(player.id, id);
    if (before) ended(before);
  };

  /** A new page asks for the end of what an earlier one has known. */
  const greet = ({ match, player }) => {
    const kept = welcomed ? null : keptMatch(player.id);
    welcomed = true;
    if (kept && kept !== match) ended(kept);
  };

  store.subscribe(unknownMatch, (id) => id && world.later(() => look(id), SOON));
  store.subscribe((state) => state.currentMatch, changed);
  store.subscribe((state) => state.player?.id, (id) => (welcomed &&= Boolean(id)));
  session.on("welcome", greet);
}

/** The own match, if it is not shown and nothing is known of it. */
function unknownMatch({ connection, currentMatch: id, matches, page }) {
  const shown = page?.path === `/match/${id}`;
  return id && !shown && !matches[id] && connection.status === "online" ? id : null;
}
