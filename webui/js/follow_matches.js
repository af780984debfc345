/** Goes to a new match, but only when the player sees this tab and plays in no other one. */

import { isPlayed } from "./net/own_match.js";

export function followMatches({ router, session, store }) {
  session.on("matched", async ({ match }) => {
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
