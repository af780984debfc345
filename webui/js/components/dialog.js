/** A question that has to be answered before anything else. */

import { h } from "../lib/dom.js";

/**
 * Ask and resolve to the `value` of the choice; Escape and a lost page give the first one, so put the
 * harmless choice first. `choices`: `[{value, label, kind?}]` with kind "primary" or "danger".
 * When `signal` aborts, the question is moot and counts as answered with the first.
 */
export function ask({ title, text, choices, signal }) {
  const heading = h("h2", { id: "dialog-title" }, title);
  const dialog = h(
    "dialog",
    { class: "dialog", "aria-labelledby": "dialog-title", "aria-describedby": "dialog-text" },
    h("form", { method: "dialog" }, [
      heading,
      h("p", { id: "dialog-text" }, text),
      h("div", { class: "actions" }, choices.map(toButton)),
    ]),
  );
  document.body.append(dialog);
  dialog.showModal();
  signal.addEventListener("abort", () => dialog.close(), { once: true });
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue || choices[0].value);
    });
  });
}

function toButton({ value, label, kind = "" }, place) {
  return h("button", { class: `button ${kind}`, value, autofocus: place === 0 }, label);
}
