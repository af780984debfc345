/** Which open games are listed, and in which order. Pure. */

/**
 * The games of others of this length (null: of any length), those of `friends` (a set of ids) first.
 * `lobby` is that of the store.
 */
export function listed({ games = [], hosting } = {}, { friends, points }) {
  const others = games.filter((game) => game.id !== hosting && (points === null || game.points === points));
  const [known, strange] = [true, false].map((yes) => others.filter((game) => friends.has(game.host_id) === yes));
  return [...known, ...strange];
}

/** The lengths in points that the games of others have, shortest first. */
export function lengths({ games = [], hosting } = {}) {
  const points = games.filter((game) => game.id !== hosting).map((game) => game.points);
  return [...new Set(points)].toSorted((one, other) => one - other);
}
