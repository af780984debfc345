/** What a token may do, as a field of a form: to read, always, and what is ticked. */

import { t } from "../i18n/t.js";
import { h, setText } from "../lib/dom.js";

export class Scopes {
  name = "scopes";

  constructor(offered, chosen) {
    this.boxes = offered.map((scope) => h("input", { type: "checkbox", value: scope, checked: chosen.includes(scope) }));
    const read = h("input", { type: "checkbox", checked: true, disabled: true });
    const lines = [read, ...this.boxes].map((box, place) => line(place === 0 ? "read" : offered[place - 1], box));
    this.input = this.boxes[0];
    this.note = h("p", { class: "note", "aria-live": "polite" });
    this.element = h("fieldset", { class: "field scopes" }, h("legend", {}, t("programs.scopes")), lines, this.note);
  }

  get value() {
    return this.boxes.filter(({ checked }) => checked).map(({ value }) => value);
  }

  /** Every choice is fine. */
  test() {
    this.complain("");
    return true;
  }

  complain(text) {
    setText(this.note, text);
  }

  /** Nothing here is secret. */
  conceal() {}
}

function line(scope, box) {
  return h("label", { class: "line" }, h("span", {}, h("b", {}, t(`programs.scope.${scope}`)), " ", t(`programs.scope.${scope}.text`)), box);
}
