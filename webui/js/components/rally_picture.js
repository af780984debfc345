/** The picture of the sign-in page: a rally as a camera with an open shutter sees it. */

import { Component } from "../lib/component.js";
import { svg } from "../lib/dom.js";
import { t } from "../i18n/t.js";

// Turning points of the ball in court units: hits at x = ±14.75, walls at y = ±8.75.
const PATH = [
  [-14.75, 2.6], [-4.1, -8.75], [14.75, 4.4], [7.6, 8.75], [-14.75, -3.2], [-6, -8.75],
  [14.75, 6], [-14.75, -4.4], [0.7, 8.75], [14.75, 1], [-14.75, 2.6],
];
const LAP = 9000;

export class RallyPicture extends Component {
  build() {
    this.ball = svg("circle", { class: "picture-ball", r: 0.5 });
    this.left = paddle("left", -15.25);
    this.right = paddle("right", 15.25);
    const label = t("picture.label");
    return svg("svg", { class: "picture", viewBox: "-17 -10 34 20", role: "img", "aria-label": label }, [
      svg("rect", { class: "picture-floor", x: -16.5, y: -9.5, width: 33, height: 19 }),
      svg("path", { class: "picture-lines", d: "M-16 -9H16V9H-16ZM-9 -9V9M9 -9V9M-9 0H9" }),
      svg("path", { class: "picture-net", d: "M0 -9V9" }),
      ...PATH.slice(1).map((to, place) => trail(PATH[place], to, place)),
      this.left, this.right, this.ball,
    ]);
  }

  start() {
    super.start();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const moves = [
      this.ball.animate(alongPath(), timing(still)),
      this.left.animate(atHits(-14.75), timing(still)),
      this.right.animate(atHits(14.75), timing(still)),
    ];
    for (const move of moves) this.own(() => move.cancel());
  }
}

function paddle(side, x) {
  return svg("rect", { class: `picture-${side}`, x: x - 0.25, y: -1.5, width: 0.5, height: 3 });
}

function trail([x1, y1], [x2, y2], place) {
  const opacity = (0.14 + (0.5 * place) / PATH.length).toFixed(2);
  return svg("line", { class: "picture-trail", x1, y1, x2, y2, opacity });
}

function timing(still) {
  return { duration: LAP, iterations: Infinity, iterationStart: 0.62, playbackRate: still ? 0 : 1 };
}

/** When the ball is at each point of PATH, as a share of the lap; its speed is constant. */
const AT = PATH.map((_, place) => travelled(place) / travelled(PATH.length - 1));

function travelled(count) {
  const steps = PATH.slice(1, count + 1).map(([x, y], place) =>
    Math.hypot(x - PATH[place][0], y - PATH[place][1]),
  );
  return steps.reduce((sum, step) => sum + step, 0);
}

function alongPath() {
  return PATH.map((point, place) => frame(point, AT[place]));
}

/** The motion of a paddle: it is where the ball will be, and moves slowly between its hits. */
function atHits(face) {
  const hits = PATH.map(([x, y], place) => ({ x, y, at: AT[place] })).filter(({ x }) => x === face);
  return [{ y: 0, at: 0 }, ...hits, { y: 0, at: 1 }].map(({ y, at }) => frame([0, y], at));
}

function frame([x, y], offset) {
  return { transform: `translate(${x}px, ${y}px)`, offset };
}
