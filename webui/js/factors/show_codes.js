/** Recovery codes in a dialog: they are shown this once, to be copied, saved or printed. */

import { open } from "../components/dialog.js";
import { t } from "../i18n/t.js";
import { h, setText } from "../lib/dom.js";
import { save } from "../lib/save.js";

const FILE = "rally-recovery-codes.txt";

/** Resolves when the dialog is closed. */
export function showCodes({ app, signal, codes }) {
  const list = h("ul", { class: "recovery-codes", "aria-label": t("codes.title") }, codes.map((code) => h("li", {}, code)));
  const said = h("p", { class: "note", role: "status" });
  const text = () => [t("codes.head", { host: location.host }), "", ...codes, ""].join("\n");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setText(said, t("codes.copied"));
    } catch {
      getSelection().selectAllChildren(list); // over plain HTTP from another machine there is no clipboard
      setText(said, t("codes.copy.self"));
    }
  };
  const keep = () => {
    save(FILE, new Blob([text()], { type: "text/plain" }));
    setText(said, t("codes.saved", { file: FILE }));
  };
  const fill = (dialog) => h("div", { class: "form" }, list, said, h("div", { class: "actions" }, [
    button("codes.copy", copy),
    button("codes.save", keep),
    button("codes.print", () => print()),
    button("codes.done", () => dialog.close(), "primary"),
  ]));
  return open({ router: app.router, signal, title: t("codes.title"), text: h("p", {}, t("codes.text")), fill });
}

function button(key, onClick, kind = "") {
  return h("button", { class: `button ${kind}`, type: "button", onClick }, t(key));
}
