/** Draws a picture of the court on a canvas, over the floor that the style sheet paints. */

import { BALL_RADIUS, HALF_HEIGHT, HALF_WIDTH, PADDLE_HALF } from "../game/court.js";

/** The custom properties of the colours, and their values without a style sheet. */
const FALLBACK = {
  "court-line": "#eef0e6",
  "court-left": "#57c7ff",
  "court-right": "#ff7fb2",
  ball: "#ffb224",
};
const PADDLE_X = 15;
const PADDLE_WIDTH = 0.4;
const TRAIL = 8;

export class Painter {
  #canvas;
  #context;
  #colours = FALLBACK;
  #trail = [];

  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
  }

  /** Take the size of the canvas on the screen, and the colours of the theme. */
  fit() {
    const { width, height } = this.#canvas.getBoundingClientRect();
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    const style = getComputedStyle(this.#canvas);
    const colour = ([name, otherwise]) => [name, style.getPropertyValue(`--${name}`) || otherwise];
    this.#colours = Object.fromEntries(Object.entries(FALLBACK).map(colour));
  }

  /** Draw `picture` (see MatchModel.drawn), or the empty court. `calm`: no trail, `hidden`: no ball. */
  paint(picture, { calm, hidden }) {
    const { width, height } = this.#canvas;
    const scale = Math.min(width / (2 * HALF_WIDTH), height / (2 * HALF_HEIGHT));
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.clearRect(0, 0, width, height); // the style sheet paints the floor
    this.#context.setTransform(scale, 0, 0, scale, width / 2, height / 2);
    this.#lines();
    if (!picture) return;
    this.#paddle(-PADDLE_X - PADDLE_WIDTH, picture.paddles[0], this.#colours["court-left"]);
    this.#paddle(PADDLE_X, picture.paddles[1], this.#colours["court-right"]);
    if (hidden) this.#trail = [];
    if (hidden) return;
    if (!calm) this.#tail(picture);
    this.#disc(picture.ball, BALL_RADIUS, 1);
  }

  #lines() {
    const context = this.#context;
    context.strokeStyle = this.#colours["court-line"];
    context.lineWidth = 0.08;
    context.globalAlpha = 0.6;
    context.strokeRect(-HALF_WIDTH + 0.04, -HALF_HEIGHT + 0.04, 31.92, 17.92);
    context.setLineDash([0.5, 0.5]);
    context.beginPath();
    context.moveTo(0, -HALF_HEIGHT);
    context.lineTo(0, HALF_HEIGHT);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  #paddle(x, y, colour) {
    this.#context.fillStyle = colour;
    this.#context.fillRect(x, y - PADDLE_HALF, PADDLE_WIDTH, 2 * PADDLE_HALF);
  }

  #tail({ ball, flight }) {
    const last = this.#trail.at(-1);
    if (last?.flight !== flight && flight.x === 0) this.#trail = [];
    this.#trail.push({ ...ball, flight });
    if (this.#trail.length > TRAIL) this.#trail.shift();
    for (const [place, spot] of this.#trail.entries()) {
      this.#disc(spot, (BALL_RADIUS * place) / TRAIL, (0.3 * place) / TRAIL);
    }
  }

  #disc({ x, y }, radius, alpha) {
    const context = this.#context;
    context.globalAlpha = alpha;
    context.fillStyle = this.#colours.ball;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    context.globalAlpha = 1;
  }
}
