/** A few words about a player: what they are here, from where, since when. */

import { country, date } from "../../i18n/dates.js";
import { t } from "../../i18n/t.js";
import { h } from "../../lib/dom.js";

/** A mark for a guest or somebody with a role, or null. */
export function marks({ guest, role }) {
  if (guest) return h("span", { class: "mark" }, t("profile.guest"));
  return role === "player" ? null : h("span", { class: "mark" }, t(`profile.role.${role}`));
}

/** The country, if it is known, and since when. */
export function facts({ country: code, joined_at: joined }) {
  return [code && country(code), t("profile.joined", { date: date(joined) })].filter(Boolean).join(" · ");
}
