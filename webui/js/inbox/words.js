/** A notice of the inbox in words, and where it leads. Pure. */

import { shortly } from "../i18n/dates.js";
import { t } from "../i18n/t.js";
import { named } from "../components/bot.js";
import { profilePath } from "../lib/profile_path.js";

/** What a notice says. */
export function sayNotice(notice) {
  const { kind } = notice;
  if (kind === "next_fight") return sayFight(notice);
  if (kind === "tournament") return sayNews(notice);
  if (kind === "muted") return sayMute(notice);
  if (kind === "factor") return t(`inbox.factor.${notice.what}`);
  return t(`inbox.${kind}`, { ...notice, name: named({ id: notice.player, name: notice.name }) });
}

/** The path that a notice leads to; null: to the chat. */
export function placeOf({ kind, player, tournament }) {
  if (kind === "muted") return null;
  if (kind === "new_device" || kind === "factor") return "/account/sign-in";
  if (kind === "invited") return "/";
  return tournament ? `/tournament/${encodeURIComponent(tournament)}` : profilePath(player);
}

function sayFight({ bot, name, opponent, deadline }) {
  const words = opponent === null ? t("inbox.next_fight.unknown", { name }) : t("inbox.next_fight", { name, opponent: named({ name: opponent, bot: bot ?? false }) });
  return deadline === null ? words : `${words} ${t("inbox.next_fight.until", { time: shortly(deadline) })}`;
}

function sayNews({ name, place, what }) {
  const isPlaced = what === "over" && place !== null;
  return t(`inbox.tournament.${what}${isPlaced ? ".place" : ""}`, { name, place });
}

function sayMute({ room, moderator, reason, until }) {
  const words = t(room === "" ? "inbox.muted.everywhere" : "inbox.muted", { moderator, reason });
  const end = until === null ? t("chat.muted.forever") : t("chat.muted.until", { moment: shortly(until) });
  return `${words} ${end}`;
}
