/** What is known of the lobby, out of frames that come one by one. */

const PARTS = new Set(["games", "waiting", "playing"]);

/** The lobby after a frame, or the same. What the server has not told yet is undefined. */
export function reduceLobby(lobby, frame) {
  const { t, ...news } = frame;
  // only pages that watch the lobby are told: whoever has a match waits for no other
  if (t === "matched") return { ...lobby, queued: false, hosting: null };
  return PARTS.has(t) ? { ...lobby, ...news } : lobby;
}
