/** A few words about a player: what they are here, from where, since when. */

import { botMark } from "../../components/bot.js";
import { country, date } from "../../i18n/dates.js";
import { t } from "../../i18n/t.js";
import { h } from "../../lib/dom.js";

/** A mark for a bot, a guest or somebody with a role, or null. */
export function marks({ bot, guest, role }) {
  if (bot) return botMark();
  if (guest) return h("span", { class: "mark" }, t("profile.guest"));
  return role === "player" ? null : h("span", { class: "mark" }, t(`profile.role.${role}`));
}

/** The country, if it is known, and since when. */
export function facts({ country: code, joined_at: joined }) {
  return [code && country(code), t("profile.joined", { date: date(joined) })].filter(Boolean).join(" · ");
}
