/** Whether the player may speak in a room, as far as the page knows: the server decides. Pure. */

import { isModerator, muteOf } from "../moderation/model.js";

const MANAGERS = new Set(["owner", "moderator"]);

/** Whether the player has a say in who belongs to a room and what it is called. */
export function manages({ model }) {
  return MANAGERS.has(model.role);
}

/**
 * Why the player cannot speak now: `{why: "not_a_member" | "invited" | "muted" | "closed" | "members_only", mute?}`;
 * null if they can. `now` is the server's time in ms.
 */
export function silenced(room, state, now) {
  const { mode, role } = room.model;
  if (room.status !== "ready") return null;
  if (room.kind === "made" && role === null) return { why: "not_a_member" };
  if (role === "invited") return { why: "invited" };
  const mute = muteOf(state, room.id, now);
  if (mute) return { why: "muted", mute };
  if (isModerator(state) || manages(room)) return null;
  if (mode?.closed) return { why: "closed" };
  return mode?.members && state.player.guest ? { why: "members_only" } : null;
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
