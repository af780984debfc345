/** What two people see over a simulated network: no jump, no correction, mild time warp. */

import assert from "node:assert/strict";
import test from "node:test";

import { BALL_RADIUS, FACE, index } from "../../webui/js/game/court.js";
import { MAPS } from "../../webui/js/game/maps.js";
import { PADDLES } from "../../webui/js/game/options.js";
import { Page, Server, Time } from "./simulation.js";

const COURT = 18;
const HITS = 200;
const NETWORK = { delay: 75, jitter: 15 };
const WINDOW = 0.105; // one-way delay, jitter and margin in seconds, as the server measures them

function play(fps, settings = {}, hits = HITS) {
  const time = new Time();
  const server = new Server(time, { seed: 7, windows: [WINDOW, WINDOW], settings });
  const page = (side, seed) => new Page(time, server, { side, seed, network: NETWORK, fps });
  const pages = [page(-1, 100), page(1, 200)];
  time.run(() => server.hits >= hits);
  return { server, pages };
}

/** The speed of the drawn ball between two pictures, as a multiple of its own; without new balls. */
function paces({ pictures }) {
  const pairs = pictures.slice(1).map((picture, place) => [pictures[place], picture]);
  return pairs
    .filter(([before, after]) => after.flight.number === before.flight.number || after.flight.x !== 0)
    .filter(([before, after]) => Math.abs(after.ball.y - before.ball.y) < PORTAL)
    .map(([before, after]) => {
      const way = Math.hypot(after.ball.x - before.ball.x, after.ball.y - before.ball.y);
      const speed = Math.max(before.flight.speed, after.flight.speed);
      return { pace: way / ((speed * (after.t - before.t)) / 1000), after, before };
    });
}

/** The opponent's hits as drawn: the ms that the ball waited for the news, and its distance from the paddle. */
function farHits({ pictures, side }) {
  const hits = [];
  let arrived = null;
  for (const [place, picture] of pictures.entries()) {
    const before = pictures[place - 1];
    const atFace = picture.flight.side !== side && Math.abs(picture.ball.x) > FACE - 1e-9;
    if (atFace) arrived ??= picture.t;
    else {
      const hit = before?.flight.side === -side && picture.flight.number > before.flight.number;
      if (hit && picture.flight.x !== 0) {
        const y = picture.flight.y - picture.paddles[index(-side)];
        hits.push({ waited: arrived === null ? 0 : picture.t - arrived, reach: Math.abs(y) });
      }
      arrived = null;
    }
  }
  return hits;
}

const percentile = (numbers, share) =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];

/** A ball that moves so far along y between two pictures has gone through a portal. */
const PORTAL = 8;
const CASES = [
  { fps: 60, settings: {} },
  { fps: 144, settings: {} },
  ...Object.keys(MAPS)
    .filter((map) => map !== "classic")
    .map((map) => ({ fps: 60, settings: { map } })),
  { fps: 60, settings: { ball: "fast", speed_up: "steep", paddle: "small", map: "gate" } },
];

for (const { fps, settings } of CASES) {
  const what = Object.values(settings).join(" ") || "classic";
  test(`${what}, 75±15 ms each way, ${fps} fps: no correction and no jump in ${HITS} hits`, (t) => {
    const { server, pages } = play(fps, settings);
    for (const page of pages) {
      const rest = Array.from({ length: Math.max(0, HITS - page.corrections.length) }, () => 0);
      const shares = [...page.corrections, ...rest].map((distance) => distance / COURT);
      const moves = paces(page).map(({ pace }) => pace);
      const hits = farHits(page);
      const waits = percentile(hits.map(({ waited }) => waited), 0.95);
      const reach = Math.max(...hits.map((hit) => hit.reach));
      const [p99, fastest] = [percentile(shares, 0.99), Math.max(...moves)];
      t.diagnostic(
        `side ${page.side}: ${page.corrections.length} corrections, p99 ${(p99 * 100).toFixed(2)} %, ` +
          `largest ${(Math.max(...shares) * 100).toFixed(2)} %; speed factor p95 ` +
          `${percentile(moves, 0.95).toFixed(2)}, largest ${fastest.toFixed(2)}; ` +
          `waits p95 ${waits.toFixed(0)} ms; paddle at ${reach.toFixed(2)}; ` +
          `score ${server.game.score.join(":")}`,
      );
      assert.ok(p99 <= 0.02, `corrections p99 ${p99}`);
      assert.ok(waits <= NETWORK.jitter * 2, `the ball waited ${waits} ms at the far face`);
      const most = PADDLES[settings.paddle ?? "classic"] + BALL_RADIUS;
      assert.ok(reach <= most + 0.5, `hit ${reach} from the centre of the paddle drawn`);
      assert.ok(fastest <= 1.5, `the ball jumped: ${fastest} times its speed`);
    }
  });
}

test("what is drawn does not depend on the frame rate", () => {
  const [slow, fast] = [play(30), play(144)];
  assert.deepEqual(slow.server.game, fast.server.game);
  assert.deepEqual(slow.pages[0].corrections, fast.pages[0].corrections);
});
