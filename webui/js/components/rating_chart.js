/** How a rating has changed, match by match: a line. */

import { t } from "../i18n/t.js";
import { svg } from "../lib/dom.js";

const WIDTH = 600;
const HEIGHT = 160;
const EDGE = 10;
/** The least range of the numbers, so that small changes look small. */
const LEAST = 100;

/** `[x, y]` of each number in a picture of this size, the highest at the top. Pure. */
export function points(numbers, width = WIDTH, height = HEIGHT) {
  const { low, high } = range(numbers);
  const step = (width - 2 * EDGE) / Math.max(numbers.length - 1, 1);
  const scale = (height - 2 * EDGE) / (high - low);
  return numbers.map((number, place) => [EDGE + place * step, EDGE + (high - number) * scale]);
}

/** The lowest and the highest number of the picture. Pure. */
export function range(numbers) {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const more = Math.max(LEAST - (high - low), 0) / 2;
  return { low: low - more, high: high + more };
}

/** The picture of the ratings `numbers`, the oldest first. */
export function ratingChart(numbers) {
  const all = points(numbers);
  const [x, y] = all.at(-1);
  const from = numbers[0];
  const label = t("rating.chart", { count: numbers.length - 1, from, to: numbers.at(-1) });
  return svg("svg", { class: "rating-chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label }, [
    svg("path", { class: "rating-start", d: `M0 ${round(all[0][1])}H${WIDTH}` }),
    svg("polyline", { class: "rating-line", points: all.map((point) => point.map(round).join()).join(" ") }),
    svg("circle", { class: "rating-now", cx: round(x), cy: round(y), r: 6 }),
  ]);
}

function round(number) {
  return Math.round(number * 10) / 10;
}
