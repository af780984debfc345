/** The questions before a running match is resigned or left, in the form that `ask` takes. */

import { named } from "../../components/bot.js";
import { t } from "../../i18n/t.js";
import { isContest } from "../../net/match_state.js";

/** For the button that resigns. `model` is the match in the store, or undefined. */
export function resigning(model) {
  const opponent = model?.players.find(({ side }) => !model.sides.includes(side));
  const text = opponent ? t("resign.text", { name: named(opponent) }) : t("resign.text.local");
  const stay = { value: "stay", label: t("resign.stay") };
  const go = { value: "resign", label: t("resign.go"), kind: "danger" };
  return { title: t("resign.title"), text, choices: [stay, go] };
}

/** For Back, links and everything else that leads away from the court. */
export function leaving(model) {
  const me = model.players.find(({ side }) => model.sides.includes(side));
  const seconds = Math.floor(me.budget / 1000);
  const alone = !isContest(model.players);
  const text = [t(alone ? "leave.text.alone" : me.pauses === 0 ? "leave.text.none" : "leave.text", { seconds })];
  if (!alone && me.pauses > 0) text.push(t("leave.pauses", { count: me.pauses }));
  const choices = [
    { value: "stay", label: t("leave.stay"), kind: "primary" },
    { value: "away", label: t("leave.away") },
    { value: "resign", label: t("leave.resign"), kind: "danger" },
  ];
  return { title: t("leave.title"), text: text.join(" "), choices };
}
