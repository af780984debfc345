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

/** The leaderboard: a podium. */
export function podium() {
  return icon([svg("path", { d: "M2.5 17V11.5h5M7.5 17V5.5h5V17M12.5 8.5h5V17M2 17h16" })]);
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

/** The chat: what somebody says. */
export function bubble() {
  return icon([svg("path", { d: "M3 4.5h14v9H9.5L6 16.5v-3H3Z" }), svg("path", { d: "M6.5 7.8h7M6.5 10.4h4.5" })]);
}

/** Moderation: a shield. */
export function shield() {
  return icon([svg("path", { d: "M10 2.8L16 5v4.6c0 3.6-2.4 6.2-6 7.6c-3.6-1.4-6-4-6-7.6V5Z" }), svg("path", { d: "M7.2 9.8l2 2l3.6-3.8" })]);
}

/** Tournaments: a bracket. */
export function tree() {
  return icon([svg("path", { d: "M3 4h5v5H3M3 11.5h5v5H3M8 6.5h4v7.5H8M12 10.2h5" })]);
}

/** Close or fold. */
export function cross() {
  return icon([svg("path", { d: "M5 5L15 15M15 5L5 15" })]);
}

/** Back to where one was. */
export function back() {
  return icon([svg("path", { d: "M12.5 4.5L7 10L12.5 15.5" })]);
}

/** Send. */
export function arrow() {
  return icon([svg("path", { d: "M10 16V4.5M5 9.2L10 4.2L15 9.2" })]);
}

/** The inbox: a bell. */
export function bell() {
  return icon([
    svg("path", { d: "M4 14.2h12c-1.4-1.2-1.7-2.4-1.7-5A4.3 4.3 0 0 0 10 4.8a4.3 4.3 0 0 0-4.3 4.4c0 2.6-.3 3.8-1.7 5Z" }),
    svg("path", { d: "M8.6 16.4a1.6 1.6 0 0 0 2.8 0M10 3.2v1.6" }),
  ]);
}

/** A sound: a loudspeaker. */
export function speaker() {
  return icon([svg("path", { d: "M3 8v4h3l4 3.5v-11L6 8Z" }), svg("path", { d: "M12.6 7.4a4 4 0 0 1 0 5.2M14.8 5a7 7 0 0 1 0 10" })]);
}

function icon(children) {
  return svg("svg", { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" }, children);
}
