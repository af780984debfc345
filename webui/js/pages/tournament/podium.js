/** The first three, when it is over. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { entrant } from "../../tournaments/model.js";
import { sayName } from "../../tournaments/words.js";

/** In this order they stand beside each other. */
const STEPS = [2, 1, 3];

export class Podium extends Component {
  build() {
    this.steps = h("ol", { class: "podium-steps" });
    return h("section", { class: "podium" }, h("h2", {}, t("tour.podium")), this.steps);
  }

  update(model) {
    const { head, standings } = model;
    this.element.hidden = head.phase !== "over";
    if (head.phase !== "over" || this.standings === standings) return;
    this.standings = standings;
    const at = (place) => standings.filter((one) => one.place === place).slice(0, 4);
    const steps = STEPS.filter((place) => at(place).length > 0).map((place) => step(model, place, at(place)));
    this.steps.replaceChildren(...steps);
  }
}

function step(model, place, ones) {
  const names = ones.map((one) => h("span", { class: "podium-name" }, sayName(entrant(model, one.entrant))));
  return h("li", { class: "podium-step", "data-place": place, value: place }, h("div", { class: "podium-names" }, names), h("span", { class: "podium-place", "aria-label": t("tour.place", { place }) }, place));
}
