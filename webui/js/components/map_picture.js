/** A small picture of what stands on the court. */

import { HALF_HEIGHT, HALF_WIDTH } from "../game/court.js";
import { MAPS, leaf } from "../game/maps.js";
import { svg } from "../lib/dom.js";

const [WIDE, HIGH] = [2 * HALF_WIDTH, 2 * HALF_HEIGHT];
/** Where the gate stands in a picture, in match time: half open. */
const MOMENT = 0.75;

export function mapPicture(name) {
  const obstacles = MAPS[name].map((obstacle) => DRAWN[obstacle.kind](obstacle));
  const floor = svg("rect", { class: "map-floor", x: -HALF_WIDTH, y: -HALF_HEIGHT, width: WIDE, height: HIGH });
  const net = svg("line", { class: "map-net", x1: 0, x2: 0, y1: -HALF_HEIGHT, y2: HALF_HEIGHT });
  const viewBox = [-HALF_WIDTH, -HALF_HEIGHT, WIDE, HIGH].join(" ");
  return svg("svg", { class: "map-picture", viewBox, "aria-hidden": "true" }, floor, net, obstacles);
}

const block = (y, wide, high) =>
  svg("rect", { class: "map-block", x: -wide, y: y - high, width: 2 * wide, height: 2 * high });

const DRAWN = {
  box: ({ y, half_width: wide, half_height: high }) => block(y, wide, high),
  portal: ({ y, half }) => svg("ellipse", { class: "map-portal", cx: 0, cy: y, rx: 0.9, ry: half }),
  gate: (gate) => {
    const way = leaf(gate, MOMENT);
    const leaves = [-way, way].map((y) => block(y, gate.half_width, gate.half_height));
    const ends = [-1, 1].map((side) => {
      const y = side * (way + gate.half_height + 0.6);
      return svg("path", { class: "map-arrow", d: `M-0.9 ${y}h1.8l-0.9 ${side * 1.2}z` });
    });
    return [...leaves, ...ends];
  },
};
