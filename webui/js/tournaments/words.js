/** What is said of tournaments, in the words of the catalogue. */

import { saySettings } from "../components/settings_words.js";
import { named } from "../components/bot.js";
import { has, t } from "../i18n/t.js";
import { comesFrom, numberOf } from "./numbers.js";
import { entrant, score } from "./model.js";

/** The name of a round: "Semi-finals", "Losers’ round 2". */
export function sayRound(model, part, round) {
  const { format } = model.head.plan;
  if (part === "final" && format === "double") return t("tour.round.grand");
  if (part === "reset" || part === "third") return t(`tour.round.${part}`);
  const last = Math.max(...model.pairings.filter((one) => one.part === part).map((one) => one.round));
  if (format === "double") return sayOfDouble(part, round, last);
  const left = last - round;
  if (format === "single" && left < 3) return t(["tour.round.final", "tour.round.semi", "tour.round.quarter"][left]);
  return t("tour.round", { round });
}

function sayOfDouble(part, round, last) {
  const who = part === "losers" ? "losers" : "winners";
  return round === last ? t(`tour.round.${who}.final`) : t(`tour.round.${who}`, { round });
}

/** The name of a pairing: "Round 2, match 11"; "Final". */
export function sayPairing(model, one) {
  const name = sayRound(model, one.part, one.round);
  const alone = model.pairings.filter(({ part, round }) => part === one.part && round === one.round).length === 1;
  return alone ? name : t("tour.pairing", { name, number: numberOf(model, one) ?? "" });
}

/** What an entrant is called: by alias, and a bot as one. */
export function sayName({ alias, bot }) {
  return named({ name: alias, bot });
}

/** Who is on a side of a pairing, or who will be: "Ada", "Winner of match 5". */
export function saySide(model, one, side) {
  const who = entrant(model, one.entrants[side]);
  if (who) return sayName(who);
  if (!one.feeds[side]) return t("tour.nobody");
  const [key, wins] = one.feeds[side];
  return t(wins ? "tour.winner_of" : "tour.loser_of", { number: comesFrom(model, key, wins) });
}

/** "Ada against Bob". */
export function sayTwo(model, one) {
  return t("tour.two", { first: saySide(model, one, 0), second: saySide(model, one, 1) });
}

/** How a pairing stands or has ended, for those who hear it. */
export function sayState(model, one) {
  const points = score(model, one);
  const told = points && t("tour.score", { first: points[0], second: points[1] });
  const { outcome, state } = one;
  if (!outcome) return [t(`tour.state.${state}`), told].filter(Boolean).join(", ");
  const won = outcome.winner === null ? t("tour.nobody_on") : t("tour.won", { name: saySide(model, one, outcome.winner) });
  return [won, told, sayCause(outcome)].filter(Boolean).join(", ");
}

/** Why a pairing is over, if it was not simply played. */
export function sayCause({ cause }) {
  return cause === "played" ? "" : t(`tour.cause.${cause}`);
}

/** A short mark for who has won without a score. */
export function sayWin({ cause }) {
  return t(cause === "walkover" ? "tour.mark.walkover" : "tour.mark.won");
}

/** The text for a refusal: ours, else the server's without the name of the field before it. */
export function sayRefusal({ code, detail = "" }) {
  for (const key of [`tour.error.${code}`, `error.${code}`]) if (has(key)) return t(key, { detail });
  const words = detail.replace(/^[a-z_.]+: /, "");
  return words ? words[0].toUpperCase() + words.slice(1) : t("error.other", { detail: code });
}

/** A time that is left, in ms: "1:05"; never below zero. */
export function sayLeft(left) {
  const seconds = Math.max(0, Math.ceil(left / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours > 23) return t("tour.days", { count: Math.round(hours / 24) });
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function two(number) {
  return String(number).padStart(2, "0");
}

/** Format, size and settings in one line. */
export function sayPlan({ best_of: best, bots, format, rated, settings }) {
  return [
    t(`tour.format.${format}`),
    best > 1 && t("tour.best_of", { best }),
    saySettings(settings),
    rated && t("tour.rated"),
    bots && t("tour.bots"),
  ].filter(Boolean).join(" · ");
}
