/** What the pages know of a match, from its frames; the court takes care of motion. */

import { decided, winner as winnerOf } from "../game/score.js";

const SHOWN =
  "mode phase settings players sides score time starts until cause winner unsaved pauses chosen rated sets".split(" ");

/** The frames that change a match in the store; each step makes a new state from the old one. */
const STEPS = {
  match: entered,
  countdown: (state, { starts, time, budgets }) => ({
    ...state,
    phase: "countdown",
    starts,
    time,
    until: null,
    chosen: false,
    away: [],
    players: state.players.map((player, place) => ({
      ...player,
      here: true,
      budget: budgets?.[place] ?? player.budget,
    })),
  }),
  pause: (state, { time, away, chosen = false, now, until }) => ({
    ...state,
    phase: "paused",
    starts: null,
    time,
    chosen,
    heard: now,
    until,
    away,
    players: state.players.map((player) => withAbsence(player, away)),
  }),
  absent: (state, { away, now }) => ({
    ...state,
    heard: now,
    away,
    players: state.players.map((player) => withAbsence(player, away)),
  }),
  flight: (state, { flight }) => withWindow(state, flight),
  point: (state, { score, time, flight, sets }) => ({ ...withWindow(state, flight), score, time, sets }),
  unsaved: (state, { points }) => ({ ...state, unsaved: points }),
  finished: (state, { cause, winner, score = state.score, sets = state.sets, time = state.time, pauses = [] }) => ({
    ...state,
    phase: "finished",
    cause,
    winner,
    score,
    sets,
    time,
    until: null,
    away: [],
    unsaved: 0,
    pauses,
  }),
  moved: (state) => ({ ...state, moved: true }),
  rematch: (state, { offers, until, over }) => ({ ...state, rematch: { offers, until, over } }),
};

/**
 * The matches after `frame`; the same object if it changes nothing. `now` is the server's clock in ms: `heard` of a
 * match is the moment of its budgets.
 */
export function reduceMatches(matches, frame, now) {
  const state = matches[frame.match];
  const step = STEPS[frame.t];
  if (!step || (!state && frame.t !== "match")) return matches;
  const next = step(state, frame, now);
  return next === state ? matches : { ...matches, [frame.match]: next };
}

/** The matches after the countdown that ends at `starts`; no frame says that it is over. */
export function begin(matches, id, starts) {
  const state = matches[id];
  if (state?.phase !== "countdown" || state.starts !== starts) return matches;
  return { ...matches, [id]: { ...state, phase: "playing" } };
}

/** Whether it is over, and the server's store has the result. */
export function isOver(state) {
  return state?.phase === "finished" && !state.unsaved;
}

/** Whether it is decided, but the result is not in the store yet; then nobody has been told the end. */
export function isBeingSaved(state) {
  return state.unsaved > 0 && (state.phase === "finished" || victor(state) !== null);
}

/** The side that has won by its sets, or null; no frame need have said so yet. */
export function victor({ settings, score, sets }) {
  return decided(settings, sets) ? winnerOf(settings, score) : null;
}

/** Whether two people play on two pages; otherwise nobody is kept waiting. */
export function isContest(players) {
  if (!players) return false;
  const [left, right] = players;
  return left.id !== null && right.id !== null && left.id !== right.id;
}

/** Is the match itself not in the store yet? It counts as one more than its points; of a later set nobody knows. */
export function isNotSavedAtAll({ score, sets, settings, unsaved }) {
  const later = settings.sets > 1 && sets[0] + sets[1] > 0;
  return !later && unsaved > score[0] + score[1];
}

/**
 * Whether the server takes this page for away although it shows the match: a crash there can lose an
 * `enter`. While the server stops, it says that everybody is away, and that is right.
 */
export function isTakenForAway(frame, sides) {
  const missing = frame.t === "match" ? frame.players.filter(({ here }) => !here) : frame.away;
  const own = missing.filter(({ side }) => sides.includes(side));
  return frame.phase !== "finished" && own.some(({ why }) => why !== "server_stopping");
}

/** The matches that are still right when the session could not be resumed: the finished ones. */
export function onlyFinished(matches) {
  const finished = Object.entries(matches).filter(([, state]) => isOver(state));
  return Object.fromEntries(finished);
}

/** The state from a whole view of the match. */
function entered(_, frame, now) {
  const shown = Object.fromEntries(SHOWN.map((name) => [name, frame[name]]));
  const missing = frame.phase === "paused" ? frame.players.filter(({ here }) => !here) : [];
  const away = missing.map(({ side, why, budget }) => ({ side, why, budget }));
  return { ...shown, away, heard: now, moved: false };
}

function withAbsence(player, away) {
  const absence = away.find(({ side }) => side === player.side);
  if (!absence) return { ...player, here: true };
  const { side: _, why: __, ...left } = absence;
  return { ...player, here: false, ...left };
}

/** Note the lag window of a flight's defender. */
function withWindow(state, flight) {
  if (!flight) return state;
  const window = Math.floor(flight.window * 1000);
  const known = state.players.every((player) => player.side !== flight.side || player.window === window);
  if (known) return state;
  const players = state.players.map((player) => (player.side === flight.side ? { ...player, window } : player));
  return { ...state, players };
}
