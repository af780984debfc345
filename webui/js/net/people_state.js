/**
 * What the page knows of other people: friends, requests, blocks, and where friends are. Pure.
 *
 * `circle`: `{status: "loading" | "ready" | "failed", friends, asked, asks, blocks, leaving}`; the lists
 * hold `{player: {id, name, avatar}, at}`. `leaving` are ids whose removal can still be undone.
 * `presence` maps the id of a friend to `{presence, match, seen}`.
 */

const LISTS = ["friends", "asked", "asks", "blocks"];
const LIST_OF = { friend: "friends", asked: "asked", asks: "asks", blocked: "blocks" };
const RELATION_OF = { friends: "friend", asked: "asked", asks: "asks", blocks: "blocked" };
const ORDER = ["playing", "online", "away", "offline", "unknown"];

export const NOBODY = { status: "loading", friends: [], asked: [], asks: [], blocks: [], leaving: [] };
/** Where somebody is of whom the server has not said it yet. */
export const UNKNOWN = { presence: "unknown", match: null, seen: null };

/** The circle from the server's lists. */
export function loaded(circle, { friends = [], asked = [], asks = [], blocks = [] }) {
  return { status: "ready", friends, asked, asks, blocks, leaving: circle.leaving };
}

/** The circle with a person's new relation, from `at` on, or new name; unchanged if we know it already. */
export function tied(circle, { player, relation }, at) {
  const before = relationTo(circle, player.id);
  if (before === relation) return named(circle, LIST_OF[relation], player);
  const rest = LISTS.map((list) => [list, circle[list].filter((line) => line.player.id !== player.id)]);
  const next = { ...circle, ...Object.fromEntries(rest) };
  const list = LIST_OF[relation];
  if (list) next[list] = [...next[list], { player, at }];
  return { ...next, leaving: circle.leaving.filter((id) => id !== player.id) };
}

function named(circle, list, player) {
  const known = knownIn(circle, player.id);
  if (!known || (known.name === player.name && known.avatar === player.avatar)) return circle;
  const lines = circle[list].map((line) => (line.player.id === player.id ? { ...line, player } : line));
  return { ...circle, [list]: lines };
}

/** The person with this id in the lists: `{id, name, avatar}`; undefined for a stranger. */
export function knownIn(circle, id) {
  const lines = LISTS.flatMap((list) => circle[list]);
  return lines.find(({ player }) => player.id === id)?.player;
}

/** Mark a person as leaving; with `on` false, take that back. */
export function leaving(circle, id, on) {
  const others = circle.leaving.filter((other) => other !== id);
  return { ...circle, leaving: on ? [...others, id] : others };
}

/** The lines of a list as they are shown. */
export function shown(circle, list) {
  return circle[list].filter(({ player }) => !circle.leaving.includes(player.id));
}

/** The relation to a person as it is shown: none, asked, asks, friend or blocked; unknown until the lists are read. */
export function relationShown(circle, id) {
  if (circle.leaving.includes(id)) return "none";
  const relation = relationTo(circle, id);
  return relation === "none" && circle.status !== "ready" ? "unknown" : relation;
}

function relationTo(circle, id) {
  const list = LISTS.find((name) => circle[name].some(({ player }) => player.id === id));
  return RELATION_OF[list] ?? "none";
}

/** Whether this presence says that somebody is here. */
export function isHere(where = UNKNOWN) {
  return where.presence !== "unknown" && where.presence !== "offline";
}

/** The presence of all friends, from the frame that lists them. */
export function listed({ friends }) {
  return Object.fromEntries(friends.map(({ player, ...where }) => [player, where]));
}

/** The match of a person, `{presence, match}`, that can be watched; null if none, or if it is the own one. */
export function matchToWatch({ presence, match }, { currentMatch }) {
  return presence === "playing" && match !== currentMatch ? match : null;
}

/** The presence of all friends after one has moved. */
export function moved(all, { player, presence, match, seen }) {
  return { ...all, [player]: { presence, match, seen } };
}

/** Friends in the order in which they are shown: first those who are here, then by name. */
export function sorted(friends, presence) {
  const place = ({ player }) => ORDER.indexOf((presence[player.id] ?? UNKNOWN).presence);
  return friends.toSorted(
    (one, other) => place(one) - place(other) || one.player.name.localeCompare(other.player.name),
  );
}
