/** Keeps in the store how matches have changed the own rating, and says when such a change is taken back. */

import { t } from "./i18n/t.js";

/** `ratings` of the store has the last frame about each match. */
export function followRatings({ notify, session, store }) {
  session.on("rating", (frame) => {
    const { rating } = frame;
    store.set({ ratings: { ...store.state.ratings, [frame.match]: frame } });
    if (frame.kind === "reversal") notify({ text: t("rating.reversed", { mode: t(`mode.${frame.mode}`), rating }) });
  });
}
