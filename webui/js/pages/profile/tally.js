/** The statistics of a player in a few large numbers. */

import { t } from "../../i18n/t.js";
import { h } from "../../lib/dom.js";

/** `{played, won, lost, win_rate, streak}` as the API has it. */
export function tally({ played, won, lost, win_rate: rate, streak }) {
  const none = t("profile.tally.none");
  const share = rate === null ? none : `${Math.round(rate * 100)} %`;
  const run = streak < 0 ? "lost" : "won";
  return h("section", { class: "card" }, h("h2", {}, t("profile.tally")), [
    h("dl", { class: "figures" }, [
      figure(played, t("profile.tally.played")),
      figure(won, t("profile.tally.won")),
      figure(lost, t("profile.tally.lost")),
      figure(share, t("profile.tally.rate")),
      figure(Math.abs(streak), t(`profile.tally.streak.${run}`, { count: Math.abs(streak) })),
    ]),
  ]);
}

/** The number is shown above its name, but a screen reader reads the name first. */
function figure(number, name) {
  return h("div", { class: "figure" }, h("dt", {}, name), h("dd", {}, number));
}
