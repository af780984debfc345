/** The end of a match in one sentence, for a player who was elsewhere. */

import { named } from "../components/bot.js";
import { has, t } from "../i18n/t.js";
import { fromRecord, isShared } from "./outcome.js";

/** `record` is the match from the API, with its result; `me` the id of the player. */
export function sayEnd(record, me) {
  const { cause, mode, players, score, winner } = fromRecord(record);
  const place = players.findIndex(({ id }) => id === me);
  const [own, other] = [score[place], score[1 - place]];
  if (isShared({ mode, players })) return t("end.both", { own, other });
  const how = { [-players[place].side]: "lost", 0: "none", [players[place].side]: "won" }[winner];
  const key = has(`end.${how}.${cause}`) ? `end.${how}.${cause}` : `end.${how}`;
  return t(key, { name: named(players[1 - place]), own, other });
}
