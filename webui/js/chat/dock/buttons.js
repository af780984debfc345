/** Small buttons of the chat. */

import { h } from "../../lib/dom.js";

/** A button with a picture; `props` has its `label` and `onClick`. */
export function glyphButton({ label, ...props }, picture) {
  return h("button", { class: "icon-button", type: "button", "aria-label": label, title: label, ...props }, picture);
}
