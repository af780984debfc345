/** What rooms and people are called on the page. */

import { named } from "../components/bot.js";
import { t } from "../i18n/t.js";
import { knownIn } from "../net/people_state.js";
import { otherIn } from "./directory.js";
import { newestOf } from "./room_model.js";

/** The name of a room for the player of this `state`. */
export function nameOf(room, state) {
  if (room.kind === "lobby") return t("chat.lobby");
  if (room.kind === "match") return t("chat.match");
  if (room.kind === "tournament") return t("chat.tournament");
  if (room.kind === "direct") return named(otherOf(room, state));
  return room.model.made?.name || room.name || t("chat.room");
}

/** The other one in a direct room: `{id, name, avatar?}`, as far as they are known. */
export function otherOf(room, { circle, player }) {
  const id = otherIn(room.id, player?.id);
  const known = knownIn(circle, id) ?? room.other;
  if (known) return known;
  const line = newestOf(room.model)?.events.findLast(({ author }) => author === id);
  return { id, name: line?.name ?? t("chat.somebody"), avatar: null };
}

/** The person who has said something, with the image if the page knows it. */
export function personOf({ author, name }, room, { circle, player, profile }) {
  const own = author === player?.id ? profile?.player : null;
  const known = own ?? knownIn(circle, author) ?? (room.other?.id === author ? room.other : null);
  return { id: author ?? null, name: known?.name ?? name, avatar: known?.avatar ?? null };
}
