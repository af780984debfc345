/**
 * Goes to a new match, once, but only when the player sees this tab and plays in no other one. The server may tell of a
 * match again.
 */

import { isPlayed } from "./net/own_match.js";

export function followMatches({ router, session, store }) {
  let followed = null;
  session.on("matched", async ({ match }) => {
    if (match === followed) return;
    followed = match;
    await seen();
    const { currentMatch, matches } = store.state;
    if (currentMatch !== match || isPlayed(matches[match])) return;
    // The link of a game is useless once it was joined, so Back must not lead there.
    router.go(`/match/${match}`, { replace: location.pathname.startsWith("/join/") });
  });
}

/**
 * Resolves when this tab is visible. A hidden tab that enters would start the countdown for an absent
 * player, or take the match from the visible tab.
 */
async function seen() {
  if (!document.hidden) return;
  await new Promise((resolve) => {
    document.addEventListener("visibilitychange", resolve, { once: true });
  });
}
