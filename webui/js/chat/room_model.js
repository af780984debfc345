/**
 * What the page knows of a room, out of the frames about it. Pure: each function returns the room after something.
 *
 * `shown` is the range that is looked at, null before the room was shown; `live` is null while that one reaches to the
 * newest event, else it is the newest range, with a gap before it. `complete`: nothing comes before `shown`. `mark` is
 * how far the player has read, `unread` how many lines were after it when `counted` was the last event. `seen` is
 * the mark of the other one in a direct room. `made` is `{name, topic, public}` of a room that a player has made, and
 * `role` the own one there, null for who does not belong to it. `view` stands for the blocks with which it was shown.
 */

import { folded, joined, lastOf, meets, newest, rangeOf } from "./range.js";

export const NEW_ROOM = {
  shown: null, live: null, complete: false, last: 0, mark: 0, unread: 0, counted: 0, seen: 0, mode: null, made: null,
  role: null, view: "",
};

/** Events between what is looked at and the newest that are fetched without being asked for. */
export const FILLED = 200;
/** Unread lines are counted up to here; the server counts no more either. */
export const MOST_UNREAD = 100;

/** The newest range of a room, or null. */
export function newestOf({ live, shown }) {
  return live ?? shown;
}

/** The number of the last event that is known without a gap: a subscription names it. */
export function knownUpTo(room) {
  const range = newestOf(room);
  return range ? lastOf(range) : 0;
}

/** After a `room` frame. */
export function told(room, { after, anew, events, last, mode = null, made = null, role = null, view = "" }) {
  const fresh = rangeOf(after, events, last);
  const known = anew ? { ...room, shown: null, live: null } : room;
  const present = { ...known, mode, made, role, view, last: anew ? last : Math.max(known.last, last) };
  const range = newestOf(known);
  if (!range || after < range.after) return { ...present, shown: fresh, live: null, complete: after === 0 };
  if (!meets(range, fresh)) return { ...present, live: fresh };
  return withNewest(present, joined(range, fresh));
}

/** After an `event` frame; `me` is the id of the own player. */
export function happened(room, event, me) {
  const range = newestOf(room);
  const { number } = event;
  if (range && number <= lastOf(range)) return room;
  const one = { after: number - 1, events: [event] };
  const more = { ...changed(room, event, me), last: Math.max(room.last, number) };
  if (!range) return { ...more, shown: one };
  return meets(range, one) ? withNewest(more, joined(range, one)) : { ...more, live: one };
}

/** What an event changes besides the lines: who may speak, what the room is called, the own role. */
function changed(room, { author, kind, member, mode, room: made }, me) {
  if (kind === "mode") return { ...room, mode };
  if (kind === "topic") return { ...room, made };
  if (kind !== "member") return room;
  if (member.player === me) return { ...room, role: member.role };
  const handsOver = member.role === "owner" && author === me; // who makes another one the owner moderates from then on
  return handsOver ? { ...room, role: "moderator" } : room;
}

/** After a `head` frame: the room has more than we were told. */
export function headed(room, { last }) {
  return last > room.last ? { ...room, last } : room;
}

/** Without what was shown: whoever is blocked has changed, and what is known may be too much or too little. */
export function forgotten(room) {
  return { ...room, shown: null, live: null, complete: false, view: "" };
}

/** Whether the server has events that we were not told: the room must be asked for again. */
export function isBehind(room) {
  return room.last > knownUpTo(room);
}

/** After which event a part is missing that is fetched by itself; null if none is, or too much. */
export function gapAfter({ live, shown }) {
  if (!live) return null;
  const end = lastOf(shown);
  return live.after - end <= FILLED ? end : null;
}

/** After the answer to `history {before}`. */
export function withEarlier(room, before, { events, more }) {
  if (room.shown?.after !== before - 1) return room; // another part is looked at by now
  const first = events[0]?.number ?? before;
  const part = rangeOf(first - 1, events, before - 1);
  return { ...room, shown: joined(part, room.shown), complete: !more };
}

/** After the answer to `history {after}`; `more`: there are later ones. */
export function withLater(room, after, { events, more }) {
  if (!room.shown || lastOf(room.shown) !== after) return room;
  const end = events.at(-1)?.number ?? after;
  const last = !more && room.live ? Math.max(end, room.live.after) : end;
  return settled({ ...room, shown: joined(room.shown, rangeOf(after, events, last)) });
}

/** Look at what follows event `after`, from the answer to `history {after}`. */
export function jumped(room, after, { events }) {
  const live = newestOf(room);
  return settled({ ...room, shown: rangeOf(after, events), live, complete: after === 0 });
}

/** Look at the newest events. */
export function atNewest(room) {
  return room.live ? { ...room, shown: room.live, live: null, complete: room.live.after === 0 } : room;
}

/** Forget all but the newest events, if these are looked at. */
export function trimmed(room, most) {
  if (room.live || !room.shown || room.shown.events.length <= most) return room;
  return { ...room, shown: newest(room.shown, most), complete: false };
}

/** After a `mark` frame, or when the page itself has read up to event `number`. */
export function marked(room, { number, unread = 0 }) {
  return number < room.mark ? room : { ...room, mark: number, unread, counted: Math.max(number, knownUpTo(room)) };
}

/** After a `seen` frame. */
export function seenBy(room, { number }) {
  return number > room.seen ? { ...room, seen: number } : room;
}

/** How many lines of others come after the mark. */
export function unreadIn(room, me) {
  const range = newestOf(room);
  if (!range) return room.unread;
  const whole = range.after <= room.mark;
  const from = whole ? room.mark : room.counted;
  const lines = folded(range.events).filter(({ author, kind, number }) => kind === "line" && number > from && author !== me);
  return Math.min(MOST_UNREAD, lines.length + (whole ? 0 : room.unread));
}

function withNewest(room, range) {
  return room.live ? settled({ ...room, live: range }) : { ...room, shown: range };
}

/** Join what is looked at with the newest part, if nothing is missing between them any more. */
function settled(room) {
  if (!room.live || !meets(room.shown, room.live)) return room;
  const shown = lastOf(room.live) < lastOf(room.shown) ? room.shown : joined(room.shown, room.live);
  return { ...room, shown, live: null };
}
