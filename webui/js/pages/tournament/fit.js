/** Aliases in the boxes of a bracket, cut so that they fit. */

import { sayName } from "../../tournaments/words.js";

const ROOM = 144; // units of the picture between seed and points
const known = new Map(); // what an entrant is called -> as it fits
let pen = null;

/** What an entrant is called, or its beginning; it is measured as wide as it may be drawn. A bot stays marked. */
export function fit(entrant) {
  const whole = sayName(entrant);
  if (!known.has(whole)) known.set(whole, cut(whole, entrant));
  return known.get(whole);
}

function cut(whole, { alias, bot }) {
  if (width(whole) <= ROOM) return whole;
  const letters = [...alias];
  const shown = () => sayName({ alias: `${letters.join("").trimEnd()}…`, bot });
  while (letters.length > 1 && width(shown()) > ROOM) letters.pop();
  return shown();
}

function width(text) {
  if (!pen) {
    pen = document.createElement("canvas").getContext("2d");
    pen.font = `680 15px ${getComputedStyle(document.body).fontFamily}`;
  }
  return pen.measureText(text).width;
}
