/** Aliases in the boxes of a bracket, cut so that they fit. */

const ROOM = 144; // units of the picture between seed and points
const known = new Map(); // alias -> as it fits
let pen = null;

/** The alias, or its beginning; it is measured as wide as it may be drawn. */
export function fit(alias) {
  if (!known.has(alias)) known.set(alias, cut(alias));
  return known.get(alias);
}

function cut(alias) {
  if (width(alias) <= ROOM) return alias;
  const letters = [...alias];
  while (letters.length > 1 && width(`${letters.join("")}…`) > ROOM) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

function width(text) {
  if (!pen) {
    pen = document.createElement("canvas").getContext("2d");
    pen.font = `680 15px ${getComputedStyle(document.body).fontFamily}`;
  }
  return pen.measureText(text).width;
}
