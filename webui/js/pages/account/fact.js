/** A line of a card: what, its value, and a button that changes it. */

import { t } from "../../i18n/t.js";
import { h } from "../../lib/dom.js";

export function fact(what, value, onClick) {
  const label = t("account.change.label", { what });
  const button = h("button", { class: "button small", "aria-label": label, onClick }, t("account.change"));
  return h("div", { class: "fact" }, h("dt", {}, what), h("dd", {}, value), h("dd", {}, button));
}
