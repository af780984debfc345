/** The secret of a one-time link: it is after the `#`, which browsers send to no server. */

/** Return it, and remove it from the address, so that it stays in no history; empty if there is none. */
export function takeSecret() {
  const secret = location.hash.slice(1);
  if (secret) history.replaceState(history.state, "", location.pathname);
  return secret;
}
