/**
 * Draws a picture of the court on a canvas.
 *
 * The canvas is opaque, so nothing under it is painted again with it. The floor and its lines are drawn
 * once, beside it; each frame copies back the pieces of it that the frame before had covered.
 */

import { BALL_RADIUS, HALF_HEIGHT, HALF_WIDTH } from "../game/court.js";
import { MAPS, leaf } from "../game/maps.js";
import { CLASSIC, PADDLES } from "../game/options.js";

/** The custom properties of the colours, and their values without a style sheet. */
const FALLBACK = {
  "court-floor": "#0d1a25",
  "court-light": "#17303f",
  "court-line": "#eef0e6",
  "court-block": "#8299a6",
  "court-left": "#6fd3ff",
  "court-right": "#f0488a",
  ball: "#ffb224",
};
const PADDLE_X = 15;
const PADDLE_WIDTH = 0.4;
const LINE = 0.08;
/** How wide a portal is drawn, to each side. */
const PORTAL = 0.5;
/** How opaque the ball's trail is. */
const FAINT = 0.35;
/** Pixels around a shape that its soft edges may reach. */
const EDGE = 2;

export class Painter {
  #canvas;
  #context;
  #floor = new OffscreenCanvas(1, 1);
  #colours = FALLBACK;
  #scale = 1;
  #map = MAPS[CLASSIC.map];
  #half = PADDLES[CLASSIC.paddle];
  #covered = []; // [x, y, width, height] in pixels, of what is drawn over the floor

  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d", { alpha: false });
  }

  /** Take the size of the canvas on the screen, and the colours of the theme; the court is empty then. */
  fit() {
    const { width, height } = this.#canvas.getBoundingClientRect();
    for (const canvas of [this.#canvas, this.#floor]) {
      canvas.width = Math.max(1, Math.round(width * devicePixelRatio));
      canvas.height = Math.max(1, Math.round(height * devicePixelRatio));
    }
    this.#scale = Math.min(this.#canvas.width / (2 * HALF_WIDTH), this.#canvas.height / (2 * HALF_HEIGHT));
    this.#colours = this.#coloursOfTheme();
    this.#drawFloor();
    this.#covered = [[0, 0, this.#canvas.width, this.#canvas.height]];
    this.#clear();
  }

  /** Put on the court what the settings of the match say. */
  furnish({ map, paddle }) {
    this.#half = PADDLES[paddle];
    if (this.#map === MAPS[map]) return;
    this.#map = MAPS[map];
    this.fit();
  }

  /** Draw `picture` (see MatchModel.drawn), or the empty court. `calm`: no trail, `hidden`: no ball. */
  paint(picture, { calm, hidden }) {
    this.#clear();
    if (!picture) return;
    for (const obstacle of this.#map) if (obstacle.kind === "gate") this.#gate(obstacle, picture.moment);
    this.#paddle(-PADDLE_X - PADDLE_WIDTH, picture.paddles[0], this.#colours["court-left"]);
    this.#paddle(PADDLE_X, picture.paddles[1], this.#colours["court-right"]);
    if (hidden) return;
    if (!calm) this.#tail(picture.trail);
    this.#ball(picture.ball);
  }

  /** Let the style sheet compute the colours: a canvas cannot read all that may stand there. */
  #coloursOfTheme() {
    const { style } = this.#canvas;
    const computed = getComputedStyle(this.#canvas);
    const found = Object.entries(FALLBACK).map(([name, otherwise]) => {
      style.color = `var(--${name}, ${otherwise})`;
      return [name, computed.color];
    });
    style.color = "";
    return Object.fromEntries(found);
  }

  /** Put the floor back where something is drawn over it. */
  #clear() {
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    for (const piece of this.#covered) this.#context.drawImage(this.#floor, ...piece, ...piece);
    this.#covered = [];
    this.#toCourt(this.#context);
  }

  /** Let a context draw in court units. */
  #toCourt(context) {
    const { width, height } = this.#canvas;
    context.setTransform(this.#scale, 0, 0, this.#scale, width / 2, height / 2);
  }

  /** Note that a rectangle (in court units) will be drawn over. */
  #cover(left, top, right, bottom) {
    const [x, width] = pixels(left, right, this.#scale, this.#canvas.width);
    const [y, height] = pixels(top, bottom, this.#scale, this.#canvas.height);
    if (width > 0 && height > 0) this.#covered.push([x, y, width, height]);
  }

  /** The same for all that is within a ball's radius of some spots. */
  #coverSpots(spots) {
    const [left, right] = span(spots.map(({ x }) => x));
    const [top, bottom] = span(spots.map(({ y }) => y));
    this.#cover(left, top, right, bottom);
  }

  #drawFloor() {
    const context = this.#floor.getContext("2d", { alpha: false });
    this.#toCourt(context);
    // lit from above: an ellipse of light, as wide as the court, a little above its middle
    const light = context.createRadialGradient(0, 0, 0, 0, 0, 1);
    light.addColorStop(0, this.#colours["court-light"]);
    light.addColorStop(0.74, this.#colours["court-floor"]);
    context.fillStyle = this.#colours["court-floor"];
    context.fillRect(-HALF_WIDTH - 1, -HALF_HEIGHT - 1, 2 * HALF_WIDTH + 2, 2 * HALF_HEIGHT + 2);
    context.save();
    context.transform(16 * Math.SQRT2, 0, 0, 10.44 * Math.SQRT2, 0, -1.44);
    context.fillStyle = light;
    context.fillRect(-2, -2, 4, 4);
    context.restore();
    this.#lines(context);
    for (const { kind, ...obstacle } of this.#map) {
      if (kind === "box") this.#box(context, obstacle);
      if (kind === "portal") this.#portal(context, obstacle);
    }
  }

  /** Boxes that lie in one another look like one: they have no outline. */
  #box(context, { y, half_width: wide, half_height: high }) {
    context.fillStyle = this.#colours["court-block"];
    context.fillRect(-wide, y - high, 2 * wide, 2 * high);
  }

  #portal(context, { y, half }) {
    context.fillStyle = this.#colours["court-floor"];
    context.strokeStyle = this.#colours["court-block"];
    for (const width of [PORTAL, PORTAL / 2]) {
      context.beginPath();
      context.ellipse(0, y, width, half, 0, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }

  /** Both leaves as they stand at match time `moment`. */
  #gate(gate, moment) {
    const { half_width: wide, half_height: high } = gate;
    const way = leaf(gate, moment);
    this.#context.fillStyle = this.#colours["court-block"];
    for (const y of [-way, way]) {
      this.#cover(-wide, y - high, wide, y + high);
      this.#context.fillRect(-wide, y - high, 2 * wide, 2 * high);
    }
  }

  #lines(context) {
    context.strokeStyle = this.#colours["court-line"];
    context.lineWidth = LINE;
    context.globalAlpha = 0.6;
    const [x, y] = [HALF_WIDTH - LINE / 2, HALF_HEIGHT - LINE / 2];
    context.strokeRect(-x, -y, 2 * x, 2 * y);
    context.setLineDash([0.5, 0.5]);
    context.beginPath();
    context.moveTo(0, -HALF_HEIGHT);
    context.lineTo(0, HALF_HEIGHT);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  #paddle(x, y, colour) {
    const half = this.#half;
    this.#cover(x, y - half, x + PADDLE_WIDTH, y + half);
    this.#context.fillStyle = colour;
    this.#context.fillRect(x, y - half, PADDLE_WIDTH, 2 * half);
  }

  /** One shape along the way of the ball, as wide as the ball at its head and pointed at its end. */
  #tail(trail) {
    if (trail.length < 2) return;
    const oldest = trail.at(-1).age;
    const spots = trail.map(({ x, y, age }) => ({ x, y, radius: BALL_RADIUS * (1 - age / oldest) }));
    const context = this.#context;
    context.beginPath();
    for (const [place, spot] of spots.slice(1).entries()) addStroke(context, spots[place], spot);
    this.#coverSpots(spots);
    context.globalAlpha = FAINT;
    context.fillStyle = this.#colours.ball;
    context.fill();
    context.globalAlpha = 1;
  }

  #ball({ x, y }) {
    const context = this.#context;
    this.#coverSpots([{ x, y }]);
    context.fillStyle = this.#colours.ball;
    context.beginPath();
    context.arc(x, y, BALL_RADIUS, 0, 2 * Math.PI);
    context.fill();
  }
}

function span(values) {
  return [Math.min(...values) - BALL_RADIUS, Math.max(...values) + BALL_RADIUS];
}

/** The first pixel of a stretch of the court, and the number of pixels, on a canvas with `size` of them. */
function pixels(from, to, scale, size) {
  const first = Math.max(0, Math.floor(size / 2 + from * scale) - EDGE);
  const end = Math.min(size, Math.ceil(size / 2 + to * scale) + EDGE);
  return [first, end - first];
}

/**
 * Add to the path a stroke from one spot to another, with a round beginning. All parts turn the same
 * way round, so where strokes meet they are one shape.
 */
function addStroke(context, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  if (length === 0) return;
  const [nx, ny] = [dy / length, -dx / length];
  context.moveTo(from.x + from.radius, from.y);
  context.arc(from.x, from.y, from.radius, 0, 2 * Math.PI);
  context.moveTo(from.x + nx * from.radius, from.y + ny * from.radius);
  context.lineTo(to.x + nx * to.radius, to.y + ny * to.radius);
  context.lineTo(to.x - nx * to.radius, to.y - ny * to.radius);
  context.lineTo(from.x - nx * from.radius, from.y - ny * from.radius);
  context.closePath();
}
