/** What is known of invitations to play: `{sent, received}`, as the server shows them last. Pure. */

export const NONE = { sent: [], received: [] };

/** The open invitations to and from a person: `{sent, received}`, each one or undefined. */
export function openWith({ sent, received }, id) {
  const theirs = ({ player }) => player.id === id;
  return { sent: sent.find(theirs), received: received.find(theirs) };
}

/** Whether the player is in a match on this page: then invitations make no noise. */
export function isQuiet({ currentMatch: id, page }) {
  return Boolean(id && page?.path === `/match/${id}`);
}

/** The whole seconds until an invitation ends, by the server's clock `now`. */
export function secondsLeft({ until }, now) {
  return Math.max(0, Math.ceil((until - now) / 1000));
}

/** The received ones that were not there before. */
export function news({ received }, before) {
  const known = new Set(before.received.map(({ id }) => id));
  return received.filter(({ id }) => !known.has(id));
}
