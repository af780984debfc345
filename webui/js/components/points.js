/** A choice of how many points win a match. */

import { t } from "../i18n/t.js";
import { h } from "../lib/dom.js";

const POINTS = [1, 3, 5, 7, 11, 15, 21];
const USUAL = 11;

/** `{element, value}`: a labelled line, and the chosen number. */
export class Points {
  constructor() {
    const options = POINTS.map((points) => h("option", { value: points, selected: points === USUAL }, points));
    this.select = h("select", { class: "input", name: "points" }, options);
    this.element = h("label", { class: "line" }, t("open.points"), this.select);
  }

  get value() {
    return Number(this.select.value);
  }
}
