/** What is known of the lobby, out of frames that come one by one. */

const PARTS = new Set(["games", "waiting", "playing", "online"]);

/**
 * The lobby after a frame, or the same. What the server has not told yet is undefined. While the player is in
 * the queue, `since` is when that was first heard; `now` is the time in ms.
 */
export function reduceLobby(lobby, frame, now) {
  const { t, ...news } = frame;
  // only pages that watch the lobby are told: whoever has a match waits for no other
  if (t === "matched" && news.mode === "ai") return { ...lobby, hosting: null }; // one practises, and waits on
  if (t === "matched") return { ...lobby, queued: false, hosting: null };
  if (!PARTS.has(t)) return lobby;
  if (news.queued) return { ...lobby, ...news, since: lobby?.queued ? lobby.since : now };
  return { ...lobby, ...news };
}
