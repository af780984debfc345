/** Two players on one keyboard. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";

export class LocalCard extends Component {
  build() {
    this.inputs = ["left", "right"].map(nameInput);
    const onSubmit = (event) => this.#start(event);
    return h("form", { class: "card", onSubmit }, [
      h("h2", {}, t("local.title")),
      h("p", {}, t("local.text")),
      h("div", { class: "local-row" }, this.inputs, h("button", { class: "button" }, t("local.start"))),
    ]);
  }

  #start(event) {
    event.preventDefault();
    const names = this.inputs.map((input) => input.value.trim() || input.placeholder);
    this.props.send({ t: "local", names });
  }
}

function nameInput(side) {
  return h("input", {
    class: `input ${side}`,
    maxlength: 24,
    placeholder: t(`local.${side}.name`),
    "aria-label": t(`local.${side}`),
    autocomplete: "off",
  });
}
