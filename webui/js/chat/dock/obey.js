/** What the commands of the chat do. */

import { t } from "../../i18n/t.js";
import { actsFor } from "../../components/person_acts.js";
import { called } from "../commands.js";
import { folded } from "../range.js";
import { newestOf } from "../room_model.js";
import { otherOf } from "../names.js";

/** Carry out a command that is no line. Resolves to `{answer, done}`: words for the player, and whether it is done. */
export async function obey({ kind, name }, { app, chat, id }) {
  if (kind === "help") return { answer: t("chat.help"), done: true };
  if (kind === "unknown") return { answer: t("chat.unknown", { name }), done: false };
  if (kind === "incomplete") return { answer: t(`chat.incomplete.${name}`), done: false };
  if (kind === "too_long") return { answer: t("chat.too_long"), done: false };
  const people = called(name, peopleIn(chat.rooms.room(id), app.store.state));
  if (people.length !== 1) return { answer: t(people.length === 0 ? "chat.nobody" : "chat.several", { name }), done: false };
  await ACTS[kind](app, people[0]);
  return { answer: "", done: true };
}

const ACTS = {
  block: (app, person) => actsFor("none", { guest: true }).at(-1).run(app, person),
  invite: (app, person) => app.invitations?.invite(person),
};

/** Whom one can name: friends, the other one of a direct room, and whoever has said something here. */
function peopleIn(room, state) {
  const people = new Map(state.circle.friends.map(({ player }) => [player.id, player]));
  for (const { author, kind, name } of folded(newestOf(room.model)?.events ?? [])) {
    if (kind === "line" && author) people.set(author, { id: author, name });
  }
  if (room.kind === "direct") people.set(otherOf(room, state).id, otherOf(room, state));
  people.delete(state.player.id);
  return [...people.values()];
}
