/**
 * The rooms that a page knows. Pure. `{status, order, rooms}`: `order` are ids, the newest activity first, and
 * `rooms` maps each to `{id, kind, name, other, status, why, model, queued, typing}`. `other` is the other one of a direct
 * room.
 */

import { relationShown } from "../net/people_state.js";
import { calls } from "./line_text.js";
import { folded, lastOf } from "./range.js";
import { NEW_ROOM, marked, newestOf, unreadIn } from "./room_model.js";

export const LOBBY = "lobby";
/** So many rooms have a tab. */
export const TABS = 5;

const KINDS = { "d.": "direct", "m.": "match", "r.": "made", "t.": "tournament" };

export const NO_ROOMS = { status: "loading", order: [], rooms: {} };

/** The id of the room of two players. */
export function directRoom(one, other) {
  return `d.${[one, other].toSorted().join(".")}`;
}

/** The id of the other one in a direct room. */
export function otherIn(id, me) {
  return id.slice(2).split(".").find((player) => player !== me) ?? me;
}

/** The directory with this room, which may be known already; `about` is what is known of it. */
export function withRoom(directory, id, about = {}) {
  const known = directory.rooms[id];
  const room = known ? { ...known, ...about } : { ...newRoom(id), ...about };
  const order = known ? directory.order : [...directory.order, id];
  return { ...directory, order, rooms: { ...directory.rooms, [id]: room } };
}

/** The directory without a room. */
export function withoutRoom(directory, id) {
  const { [id]: _, ...rooms } = directory.rooms;
  return { ...directory, order: directory.order.filter((other) => other !== id), rooms };
}

/** The directory after the server's list of the player's rooms. */
export function listed(directory, list) {
  let next = { ...directory, status: "ready" };
  for (const { id, kind, last, mark, name, other, unread, ...more } of list) {
    const model = next.rooms[id]?.model ?? NEW_ROOM;
    const about = { kind, name, other };
    const made = kind === "made" ? { name, topic: more.topic, public: more.public } : null;
    const described = { ...model, last: Math.max(model.last, last), made, role: more.role ?? null };
    const seen = marked(described, { number: mark, unread });
    next = withRoom(next, id, { ...about, model: model.shown ? model : seen });
  }
  const ids = list.map(({ id }) => id);
  const rest = next.order.filter((id) => !ids.includes(id));
  return { ...next, order: [...rest, ...ids] };
}

/** The directory after something new in a room: it comes first. */
export function raised(directory, id) {
  return { ...directory, order: [id, ...directory.order.filter((other) => other !== id)] };
}

/** The rooms of which the page must hear: those with a tab, and those with something unread. */
export function wantedIn(directory) {
  return tabsOf(directory).filter(({ model }, place) => place < TABS || model.unread > 0).map(({ id }) => id);
}

/** Where a room stands among the tabs. */
function rank(room) {
  return ["lobby", "match", "tournament"].indexOf(room.kind) + 1 || (isInvited(room) ? 4 : 5);
}

/** The rooms in the order of their tabs: the lobby, matches, tournaments, invitations, then by activity. */
export function tabsOf({ order, rooms }) {
  return order.map((id) => rooms[id]).toSorted((one, other) => rank(one) - rank(other));
}

/** The directory without the rooms of people whom the player has blocked. */
export function withoutBlocked({ order, ...directory }, circle, me) {
  const isBlocked = (id) => directory.rooms[id].kind === "direct" && relationShown(circle, otherIn(id, me.id)) === "blocked";
  return { ...directory, order: order.filter((id) => !isBlocked(id)) };
}

/** What waits to be read: lines to the player, and whether anything else is new. */
export function unreadOf({ order, rooms }, me) {
  let count = 0;
  let more = false;
  for (const id of order) {
    const { kind, model } = rooms[id];
    const unread = unreadIn(model, me.id);
    if (isInvited(rooms[id])) count += 1;
    else if (kind === "direct") count += unread;
    else if (unread > 0) {
      count += calledIn(model, me);
      more = true;
    }
  }
  return { count, more };
}

/** Whether the player is invited into a room, and has not answered. */
export function isInvited({ model }) {
  return model.role === "invited";
}

/** What is known of a room, also of one that the page has not met. */
export function roomIn({ rooms }, id) {
  return rooms[id] ?? newRoom(id);
}

/** How many unread lines call the player by name. */
function calledIn(model, me) {
  const range = newestOf(model);
  if (!range || lastOf(range) <= model.mark) return 0;
  const lines = folded(range.events).filter(({ kind, number }) => kind === "line" && number > model.mark);
  return lines.filter(({ author, text }) => author !== me.id && calls(text, me.name)).length;
}

function newRoom(id) {
  const kind = id === LOBBY ? "lobby" : (KINDS[id.slice(0, 2)] ?? "made");
  const empty = { name: "", other: null, status: "loading", why: null, fetching: null };
  return { id, kind, ...empty, model: NEW_ROOM, queued: [], typing: [] };
}
