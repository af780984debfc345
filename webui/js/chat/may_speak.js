/** Whether the player may speak in a room, as far as the page knows: the server decides. Pure. */

const MODERATORS = new Set(["moderator", "admin"]);
const MANAGERS = new Set(["owner", "moderator"]);

/** Whether the player has a say in who belongs to a room and what it is called. */
export function manages({ model }) {
  return MANAGERS.has(model.role);
}

/**
 * Why the player cannot speak now: `{why: "not_a_member" | "invited" | "muted" | "closed" | "members_only", mute?}`;
 * null if they can. `now` is the server's time in ms.
 */
export function silenced(room, { chat, player, profile }, now) {
  const { mode, role } = room.model;
  if (room.status !== "ready") return null;
  if (room.kind === "made" && role === null) return { why: "not_a_member" };
  if (role === "invited") return { why: "invited" };
  const mute = chat.mutes.find((each) => ["", room.id].includes(each.room) && (each.until ?? Infinity) > now);
  if (mute) return { why: "muted", mute };
  if (MODERATORS.has(profile?.role) || manages(room)) return null;
  if (mode?.closed) return { why: "closed" };
  return mode?.members && player.guest ? { why: "members_only" } : null;
}

/** What the player may do with a member `{player, role}`, by the own role: `["moderator" | "member" | "owner" | "remove"]`. */
export function powersOver({ role }, own) {
  const powers = [];
  if (own === "owner" && role === "member") powers.push("moderator");
  if (own === "owner" && role === "moderator") powers.push("member");
  if (own === "owner" && !["owner", "invited"].includes(role)) powers.push("owner");
  const above = own === "owner" || (own === "moderator" && !MANAGERS.has(role));
  return above && role !== "owner" ? [...powers, "remove"] : powers;
}
