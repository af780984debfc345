/** A new token in a dialog: it is shown this once, to be copied. */

import { open } from "../components/dialog.js";
import { t } from "../i18n/t.js";
import { h, setText } from "../lib/dom.js";

/** Resolves when the dialog is closed. `made` is the answer to the request for the token. */
export function showOnce({ app, signal, made: { text, token } }) {
  const field = h("input", {
    class: "input token-text", readonly: true, value: text, "aria-label": t("programs.token"), spellcheck: "false", autocomplete: "off",
  });
  field.addEventListener("focus", () => field.select());
  const said = h("p", { class: "note", role: "status" });
  const copy = h("button", { class: "button primary", type: "button", autofocus: true, onClick: () => take() }, t("programs.copy"));
  const take = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setText(said, t("programs.copied"));
    } catch {
      field.focus(); // over plain HTTP from another machine there is no clipboard
      setText(said, t("programs.copy.self"));
    }
  };
  const fill = (dialog) => {
    const done = h("button", { class: "button", type: "button", onClick: () => dialog.close() }, t("programs.done"));
    return h("div", { class: "form" }, field, said, h("div", { class: "actions" }, done, copy));
  };
  return open({ router: app.router, signal, title: t("programs.once.title", token), text: t("programs.once.text"), fill });
}
