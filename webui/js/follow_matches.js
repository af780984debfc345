/** Go to a match when one was made, but not behind the player's back. */

import { t } from "./i18n/t.js";

export function followMatches({ router, session, store }) {
  session.on("matched", async ({ match }) => {
    await seen();
    if (store.state.currentMatch !== match) return;
    // the link of a game that has been joined leads nowhere any more: nothing to go Back to
    router.go(`/match/${match}`, { replace: location.pathname.startsWith("/join/") });
  });
}

/**
 * Resolves once somebody looks at this tab. To enter from a hidden one would start the countdown
 * before an absent player, or take the match from the tab that is looked at.
 */
async function seen() {
  if (!document.hidden) return;
  const title = document.title;
  document.title = t("matched.title");
  await new Promise((resolve) => {
    document.addEventListener("visibilitychange", resolve, { once: true });
  });
  document.title = title;
}
