/** The text over the court: a pure function of the match, the connection and the time. */

import { named } from "../../components/bot.js";
import { t } from "../../i18n/t.js";
import { sayOptions } from "../../components/settings_words.js";
import { isBeingSaved, isContest, victor } from "../../net/match_state.js";

/**
 * `model` is the match in the store (or undefined), `connection` that of the page, `now` the server's clock in ms,
 * `passed` the ms since `model.away` was news; `watching` is true without a seat. Returns null while play goes on, else
 * `{kind, title, lines, count?}`, with kind "chosen" for a pause of the player's own: `lines` may change every second, `title` changes only with the situation.
 */
export function stateOfPlay(model, { connection, now, passed, watching = false }) {
  if (connection.status !== "online") return offline(connection, watching);
  if (!model) return null;
  if (isBeingSaved(model)) return { ...finished(decided(model)), lines: [t("banner.saving"), t("banner.saving.text")] };
  if (model.phase === "finished") return finished(model);
  if (model.moved) return { kind: "moved", title: t("banner.moved"), lines: [t("banner.moved.text")] };
  if (model.phase === "waiting") return waiting(model, now, watching);
  if (model.phase === "countdown") return countdown(model, now);
  return model.phase === "paused" ? paused(model, passed) : null;
}

/** The text without a connection. The cause is known only if the server said that it restarts. */
function offline({ restarting }, watching) {
  const key = restarting ? "banner.restart" : "banner.offline";
  return { kind: "offline", title: t(key), lines: [t(`${key}.text${watching ? ".watch" : ""}`)] };
}

/** The match with the winner that follows from its score, if no frame has named one yet. */
function decided(model) {
  return { ...model, winner: model.winner ?? victor(model) };
}

function finished({ players, winner }) {
  const one = players.find(({ side }) => side === winner);
  const title = one ? t("banner.finished", { name: named(one) }) : t("banner.ended");
  return { kind: "finished", title, lines: [] };
}

/** What is played, unless it is a classic game: both are shown it before the match. */
function terms({ settings }) {
  return [sayOptions(settings)].filter(Boolean).map((words) => words[0].toUpperCase() + words.slice(1));
}

function waiting({ players, settings, until }, now, watching) {
  const missing = players.find(({ here }) => !here);
  const lines = [t(`banner.waiting.text${watching ? ".watch" : ""}`)];
  if (until) lines.push(t("banner.waiting.left", { seconds: seconds(until - now) }));
  lines.push(...terms({ settings }));
  return { kind: "waiting", title: t("banner.waiting", { name: missing ? named(missing) : "" }), lines };
}

function countdown({ players, settings, starts, time }, now) {
  const missing = players.filter(({ here }) => !here);
  const count = Math.min(3, Math.ceil((starts - now) / 1000));
  if (count < 1) return null;
  const lines = missing.length > 0 ? missing.map((one) => t("banner.without", { name: named(one) })) : [];
  if (time > 0 && missing.length === 0 && isContest(players)) lines.push(t("banner.back"));
  if (time === 0) lines.push(...terms({ settings }));
  return { kind: "countdown", title: t("banner.countdown"), lines, count };
}

function paused(model, passed) {
  if (model.chosen) return chosen(model);
  const lines = model.away.flatMap((absence) => absenceLines(model, absence, passed));
  // With both seats on one keyboard each line comes twice.
  return { kind: "paused", title: t("banner.paused"), lines: Array.from(new Set(lines)) };
}

/** A pause of the player's own: only they can end it. */
function chosen({ sides }) {
  const own = sides.length > 0;
  const lines = [t(own ? "banner.chosen.text" : "banner.chosen.text.watch")];
  return { kind: own ? "chosen" : "paused", title: t("banner.paused"), lines };
}

const KINDS = { exited: "exited", server_restarted: "restarted", server_stopping: "stopping" };

/** Who is away and why, and how much of that player's budget is left. */
function absenceLines({ players, sides }, { side, why, budget, pauses }, passed) {
  const player = players.find((each) => each.side === side);
  const whose = sides.includes(side) ? ".you" : "";
  const kind = KINDS[why] ?? "lost";
  const left = { seconds: seconds(budget - passed) };
  const last = pauses === 0 ? [t(`banner.last${whose}`)] : [];
  return [t(`banner.${kind}${whose}`, { name: named(player) }), t(`banner.budget${whose}`, left), ...last];
}

function seconds(milliseconds) {
  return Math.max(0, Math.ceil(milliseconds / 1000));
}
