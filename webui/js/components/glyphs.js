/** The scoreboard's digits and the letters of the name, drawn from strokes on a grid of 2 by 4. */

import { svg } from "../lib/dom.js";

const STROKES = {
  0: "M0 0H2V4H0Z",
  1: "M.4 0H1V4",
  2: "M0 0H2V2H0V4H2",
  3: "M0 0H2V4H0M.4 2H2",
  4: "M0 0V2H2M2 0V4",
  5: "M2 0H0V2H2V4H0",
  6: "M2 0H0V4H2V2H0",
  7: "M0 0H2V4",
  8: "M0 0H2V4H0ZM0 2H2",
  9: "M2 2H0V0H2V4H0",
  A: "M0 4V0H2V4M0 2.4H2",
  L: "M0 0V4H2",
  R: "M0 4V0H2V2H0M1 2L2 4",
  Y: "M0 0V2H2V0M1 2V4",
};
const ADVANCE = 3.3;
const PEN = 0.64;

/** Draw `text` of digits and the letters of RALLY; hidden from screen readers, so say it in words too. */
export function glyphs(text, className) {
  const letters = strokes(String(text));
  return frame(letters, (letters.length - 1) * ADVANCE + 2, className);
}

/** The name of the game, with the ball as its full stop. */
export function wordmark() {
  const end = 5 * ADVANCE;
  const ball = svg("circle", { class: "glyph-ball", cx: end + 0.3, cy: 3.55, r: 0.8 });
  return frame([...strokes("RALLY"), ball], end + 0.8, "wordmark");
}

function strokes(text) {
  return [...text].map((letter, place) =>
    svg("path", { d: STROKES[letter], transform: `translate(${place * ADVANCE} 0)` }),
  );
}

function frame(children, width, className) {
  const box = `${-PEN / 2} ${-PEN / 2} ${width + PEN} ${4 + PEN}`;
  return svg("svg", { class: `glyphs ${className}`, viewBox: box, "aria-hidden": "true" }, children);
}
