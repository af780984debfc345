/** A finished match in the form of the result page, from either source. */

import { named } from "../components/bot.js";
import { duration, has, t } from "../i18n/t.js";

/** From the store, if the match was played on this page. */
export function fromModel({ mode, settings, players, score, sets, cause, winner, time, pauses, rated }) {
  const level = players.find((player) => player.level)?.level ?? null;
  const kept = settings.sets > 1 ? sets : score; // as the server keeps it
  return { mode, level, settings, players, score: kept, cause, winner, seconds: time, pauses, rated };
}

/** From `GET /api/v1/matches/{id}`, which has a result. */
export function fromRecord({ mode, level, settings, players, rated, result }) {
  const sorted = players.toSorted((one, other) => one.side - other.side);
  const { score, cause, winner, seconds, pauses } = result;
  return { mode, level, settings, players: sorted, score, cause, winner, seconds, pauses, rated };
}

/** Whether both have played at one keyboard, so that nobody there is "you": alone, or at a tournament's computer. */
export function isShared({ mode, players: [left, right] }) {
  return mode === "local" || (left.id !== null && left.id === right.id);
}

/** `{title, cause, winner}`: the result in words for the player with this id. */
export function verdict({ mode, settings, players, cause, winner }, id) {
  const mine = isShared({ mode, players }) ? null : (players.find((player) => player.id === id)?.side ?? null);
  const loser = players.find(({ side }) => side === -winner);
  return { title: headline(players, winner, mine), cause: reason({ cause, loser, mine, settings }), winner };
}

function headline(players, winner, mine) {
  if (winner === 0) return t("result.nobody");
  if (mine === null) return t("result.wins", { name: named(players.find(({ side }) => side === winner)) });
  return t(winner === mine ? "result.won" : "result.lost");
}

function reason({ cause, loser, mine, settings }) {
  const own = `cause.${cause}.you`;
  if (loser && loser.side === mine && has(own)) return t(own);
  const key = `cause.${cause}${cause === "played" && settings.sets > 1 ? ".sets" : ""}`;
  return has(key) ? t(key, { loser: loser && named(loser), points: settings.points, sets: settings.sets }) : t("cause.other", { cause });
}

/** A line for each pause, `{at, text}`, for the player with this id; a pause of the server is one line. */
export function pauseLines({ mode, players, pauses }, id) {
  const lines = pauses.map(({ side, time, why, seconds }) => {
    const player = players.find((each) => each.side === side);
    const name = named(player);
    const whose = !isShared({ mode, players }) && player.id === id ? ".you" : "";
    const key = `pause.${why}${has(`pause.${why}${whose}`) ? whose : ""}`;
    const text = has(key) ? t(key, { name }) : t("pause.other", { name, why });
    return { at: duration(time), text: t("pause.line", { text, time: duration(seconds) }) };
  });
  const seen = new Set();
  return lines.filter(({ at, text }) => !seen.has(`${at} ${text}`) && seen.add(`${at} ${text}`));
}

/** The request for another match like it. */
export function again({ mode, level, settings, players, rated }) {
  if (mode === "quick") return { t: "queue", mode: settings.points === 5 ? "short" : "classic", rated };
  if (mode === "local") return { t: "local", settings, names: players.map(({ name }) => name) };
  if (mode === "ai") return { t: "ai", level: level ?? "medium", settings };
  return { t: "open", settings, private: mode === "private" };
}
