/** Says on the page that something has come into the inbox. */

import { t } from "../i18n/t.js";
import { placeOf, sayNotice } from "./words.js";

/** The page shows by itself who invites one, and says how that ended just when it did. */
const SAID_ELSEWHERE = new Set(["invitation_missed", "invited"]);
/** What cannot wait until a match is over. */
const CALLS = new Set(["next_fight", "tournament"]);

/** Show a notice for what came; the call to the next match stays until it is closed. */
export function announce(notice, { notify, store }) {
  if (SAID_ELSEWHERE.has(notice.kind)) return;
  if (store.state.currentMatch && !CALLS.has(notice.kind)) return; // the mark on the bell says it
  const href = placeOf(notice);
  const isSaid = href && href === store.state.page?.path && notice.kind !== "new_device";
  if (isSaid) return; // the page that is shown says it
  const link = href && { href, text: t("inbox.open") };
  const isCall = notice.kind === "next_fight";
  const end = notify({ text: sayNotice(notice), link, lasts: isCall });
  if (isCall) endWhenRead(notice, end, store);
}

/** A call that was answered, here or on another device, is said no longer. */
function endWhenRead({ pairing, tournament }, end, store) {
  const isIt = ({ notice, read }) => !read && notice.pairing === pairing && notice.tournament === tournament;
  const stop = store.subscribe(({ inbox }) => inbox.notes.some(isIt), (isOpen) => {
    if (isOpen) return;
    stop();
    end();
  });
}
