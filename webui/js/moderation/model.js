/** Who moderates, who may not speak, and what a report shows. Pure; times are ms by the server's clock. */

const MODERATORS = new Set(["moderator", "admin"]);
const MINUTE = 60_000;
/** How long a mute may last, in ms; null: for good. */
export const LENGTHS = { minutes: 10 * MINUTE, hour: 60 * MINUTE, day: 1440 * MINUTE, week: 7 * 1440 * MINUTE, ever: null };
/** Lines on each side of a reported one that are shown at once. */
const NEAR = 3;
const KINDS = { "d.": "direct", "m.": "match", "r.": "made" };

/** Whether the player of this `state` moderates. */
export function isModerator({ profile }) {
  return MODERATORS.has(profile?.role);
}

/** When a mute of this length ends that begins `now`. */
export function untilOf(length, now) {
  const lasts = LENGTHS[length];
  return lasts === null ? null : now + lasts;
}

/** The mutes that still hold. */
export function inForce(mutes, now) {
  return mutes.filter(({ until }) => endOf(until) > now);
}

/** What keeps the player of this `state` from speaking in a room, the longest first; null if nothing does. */
export function muteOf({ mutes = [] }, room, now) {
  const here = inForce(mutes, now).filter((mute) => mute.room === "" || mute.room === room);
  return here.toSorted((one, other) => endOf(other.until) - endOf(one.until))[0] ?? null;
}

/** The end of the first mute that ends; null if none does. */
export function firstEnd(mutes) {
  const first = Math.min(...mutes.map(({ until }) => endOf(until)));
  return first === Infinity ? null : first;
}

/** What sort of room this is: "everywhere", "lobby", "direct", "match" or "made". */
export function placeOf(room) {
  if (room === "") return "everywhere";
  return KINDS[room.slice(0, 2)] ?? "lobby";
}

/** The lines that were kept with a report, `{number, name, text, at, author?}`; by default only those near it. */
export function contextOf({ context, number }, whole = false) {
  const lines = context.filter(({ kind }) => kind === "line");
  if (whole) return lines;
  const place = lines.findIndex((line) => line.number === number);
  return lines.slice(Math.max(0, place - NEAR), place + NEAR + 1);
}

/** A name such as "ada (5f2c)" of the log, as `{name, id}`; `id` is null if it is none of a player. */
export function partsOf(named) {
  const [, name, id] = named.match(/^(.*) \(([^()]+)\)$/) ?? [null, named, null];
  return { name, id };
}

/** The mode of a room by what is chosen in a form, `who` and `slow`. */
export function modeOf({ slow, who }) {
  return { slow: Number(slow), members: who === "members", closed: who === "closed" };
}

/** Who may speak in a room of this mode: "all", "members" or "closed". */
export function speakersOf({ closed, members }) {
  if (closed) return "closed";
  return members ? "members" : "all";
}

function endOf(until) {
  return until ?? Infinity;
}
