/** The pictures on small buttons. */

import { svg } from "../lib/dom.js";

/** Dark or light: a disc, half of it dark. */
export function moon() {
  return icon([
    svg("circle", { cx: 10, cy: 10, r: 7, class: "icon-line" }),
    svg("path", { d: "M10 3a7 7 0 0 1 0 14Z", class: "icon-fill" }),
  ]);
}

/** Friends: two people. */
export function pair() {
  return icon([
    svg("circle", { cx: 7.5, cy: 7, r: 3 }),
    svg("path", { d: "M2 17c0-3.6 2.3-5.6 5.5-5.6s5.5 2 5.5 5.6" }),
    svg("path", { d: "M12.6 4.3a3 3 0 0 1 0 5.4M14.6 11.9c2.1.7 3.4 2.4 3.4 5.1" }),
  ]);
}

/** The account: three sliders. */
export function gear() {
  return icon([
    svg("path", { d: "M3 5h6M13 5h4M3 10h2M9 10h8M3 15h8M15 15h2" }),
    svg("circle", { cx: 11, cy: 5, r: 2 }),
    svg("circle", { cx: 7, cy: 10, r: 2 }),
    svg("circle", { cx: 13, cy: 15, r: 2 }),
  ]);
}

function icon(children) {
  return svg("svg", { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" }, children);
}
