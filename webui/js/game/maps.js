/**
 * What stands on the court: boxes, portals and gates, and where the ball meets them next.
 *
 * All of it stands on the centre line, alike above and below. Boxes and gates have a margin of the
 * ball's radius, with square corners. Where two contacts fall together the earlier one in the lists of
 * the map counts.
 *
 * @typedef {import("./leg.js").Leg} Leg
 * @typedef {{ kind: "box", y: number, half_width: number, half_height: number }} Box
 * @typedef {{ kind: "portal", y: number, half: number, to: number }} Portal
 * @typedef {{ kind: "gate", near: number, far: number, half_width: number, half_height: number, period: number }} Gate
 * @typedef {Box | Portal | Gate} Obstacle
 */

import { BALL_RADIUS, WALL } from "./court.js";
import { bounced } from "./leg.js";

/** So often a flight is turned or moved by obstacles; then it passes through them. */
export const MOST_TURNS = 12;
/** A ball that has entered a box by no more than this is still at its face: it is a rounding. */
const TOUCH = 1 / 1048576;

/** A box above and the same below. @returns {Box[]} */
const mirrored = (y, half_width, half_height) =>
  [-y, y].map((middle) => ({ kind: "box", y: middle, half_width, half_height }));

/** @type {Record<string, Obstacle[]>} */
export const MAPS = {
  classic: [],
  pillars: mirrored(4, 0.5, 1.5),
  funnel: [...mirrored(8.25, 6, 0.75), ...mirrored(7.5, 4, 1.5), ...mirrored(6.75, 2, 2.25)],
  portals: [
    { kind: "portal", y: -5, half: 1.75, to: 5 },
    { kind: "portal", y: 5, half: 1.75, to: -5 },
  ],
  gate: [{ kind: "gate", near: 2.75, far: 7.25, half_width: 0.25, half_height: 1.5, period: 6 }],
};

/**
 * How far the centres of a gate's leaves are from the middle at match time `at`.
 * @param {Gate} gate @param {number} at
 */
export function leaf({ near, far, period }, at) {
  const turn = at / period;
  const part = turn - Math.floor(turn);
  const way = part < 0.5 ? 2 * part : 2 - 2 * part;
  return near + (far - near) * way;
}

/**
 * The legs that follow `start` on the way of the ball to a face plane.
 * @param {Obstacle[]} obstacles @param {Leg} start
 * @returns {Leg[]}
 */
export function course(obstacles, start) {
  const legs = [];
  let leg = start;
  while (legs.length < MOST_TURNS) {
    const met = obstacles.map((obstacle) => meet[obstacle.kind](obstacle, leg));
    let found = null;
    for (const next of met) if (next && (!found || next.since < found.since)) found = next;
    if (!found) break;
    legs.push(found);
    leg = found;
  }
  return legs;
}

/** The leg that begins where the ball meets an obstacle of a kind, or null. */
const meet = { box: meetBox, portal: meetPortal, gate: meetGate };

/** @param {Portal} portal @param {Leg} leg @returns {Leg | null} */
function meetPortal({ y: middle, half, to }, leg) {
  const after = -leg.x / leg.vx;
  if (after <= 0) return null;
  const [y, vy] = bounced(leg, after);
  const off = y - middle;
  if (off < -half || off > half) return null;
  return { since: leg.since + after, x: 0, y: y + (to - middle), vx: leg.vx, vy };
}

/** @param {Gate} gate @param {Leg} leg @returns {Leg | null} */
function meetGate(gate, leg) {
  const reach = gate.half_width + BALL_RADIUS;
  const face = leg.vx > 0 ? -reach : reach;
  const after = (face - leg.x) / leg.vx;
  if (after <= 0) return null;
  const [y, vy] = bounced(leg, after);
  const at = leg.since + after;
  const off = (y > 0 ? y : -y) - leaf(gate, at);
  const high = gate.half_height + BALL_RADIUS;
  if (off < -high || off > high) return null;
  return { since: at, x: face, y, vx: -leg.vx, vy };
}

/**
 * The contact with a box: with its side, or with its top or bottom while above it.
 * @param {Box} box @param {Leg} leg
 * @returns {Leg | null}
 */
function meetBox(box, leg) {
  const wide = box.half_width + BALL_RADIUS;
  const high = box.half_height + BALL_RADIUS;
  const near = leg.vx > 0 ? -wide : wide;
  const enter = (near - leg.x) / leg.vx;
  const leave = (-near - leg.x) / leg.vx;
  if (leave <= 0) return null;
  const ahead = (leg.vx > 0 ? near - leg.x : leg.x - near) > -TOUCH;
  const start = enter > 0 ? enter : 0;
  const [y, vy] = bounced(leg, start);
  const [top, bottom] = [box.y - high, box.y + high];
  if (ahead && top <= y && y <= bottom) return { since: leg.since + start, x: near, y, vx: -leg.vx, vy };
  if (vy === 0 || (top + TOUCH < y && y < bottom - TOUCH)) return null;
  const above = y < box.y;
  const edge = above ? top : bottom;
  let away = above ? edge - y : y - edge;
  if (away < 0) away = 0;
  const pace = vy > 0 ? vy : -vy;
  if (vy > 0 !== above) away += 2 * (above ? WALL + y : WALL - y);
  const after = start + away / pace;
  if (after > leave) return null;
  return { since: leg.since + after, x: leg.x + leg.vx * after, y: edge, vx: leg.vx, vy: above ? -pace : pace };
}
