/** The address of a player's page. */

export function profilePath(id) {
  return `/player/${encodeURIComponent(id)}`;
}
