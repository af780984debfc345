/** Modal dialogs: they must be answered before anything else. Escape and Back close them. */

import { catchFocus, h } from "../lib/dom.js";

/**
 * Show a modal dialog until `dialog.close(value)`; resolves to that value, or "" if it was just closed.
 * `fill(dialog)` returns its content. It also closes when `signal` aborts.
 */
export async function open({ router, title, text, fill, signal }) {
  const dialog = h("dialog", {
    class: "dialog", "aria-labelledby": "dialog-title", "aria-describedby": text ? "dialog-text" : null,
  });
  const words = text && h("div", { id: "dialog-text", class: "dialog-text" }, text);
  dialog.append(h("h2", { id: "dialog-title" }, title), ...[words, fill(dialog)].flat().filter(Boolean));
  document.body.append(dialog);
  dialog.showModal();
  const close = () => dialog.close();
  const uncover = router.cover(close);
  signal?.addEventListener("abort", close, { once: true });
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  dialog.remove();
  catchFocus(document.querySelector("main")); // nothing had the focus before, or it is gone
  await uncover();
  return dialog.returnValue;
}

/**
 * Ask a question; resolves to the `value` of the choice. Closing the dialog gives the first choice, so
 * put the harmless one first. `choices`: `[{value, label, kind?}]` with kind "primary" or "danger".
 */
export async function ask({ choices, text, ...rest }) {
  const buttons = h("form", { method: "dialog", class: "actions" }, choices.map(toButton));
  const value = await open({ ...rest, text: h("p", {}, text), fill: () => buttons });
  return value || choices[0].value;
}

function toButton({ value, label, kind = "" }, place) {
  return h("button", { class: `button ${kind}`, value, autofocus: place === 0 }, label);
}
