/** Open a game of your own: its length, and who can join. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";

const POINTS = [1, 3, 5, 7, 11, 15, 21];
const USUAL = 11;

export class OpenForm extends Component {
  build() {
    const options = POINTS.map((points) => h("option", { value: points, selected: points === USUAL }, points));
    this.points = h("select", { class: "input", name: "points" }, options);
    this.two = h("input", { type: "checkbox", name: "two" });
    this.onlyLink = radio("private");
    this.button = h("button", { class: "button" }, t("open.submit"));
    const onSubmit = (event) => this.#open(event);
    return h("form", { class: "open-form", onSubmit }, [
      h("h2", {}, t("open.title")),
      h("label", { class: "line" }, t("open.points"), this.points),
      h("label", { class: "line" }, t("open.two"), this.two),
      h("fieldset", { class: "choice" }, [
        h("legend", {}, t("open.who")),
        h("label", {}, radio("public", true), h("span", {}, t("open.public"))),
        h("label", {}, this.onlyLink, h("span", {}, t("open.private"))),
      ]),
      this.button,
    ]);
  }

  focus() {
    this.button.focus();
  }

  #open(event) {
    event.preventDefault();
    const settings = { points: Number(this.points.value), win_by_two: this.two.checked };
    this.props.send({ t: "open", settings, private: this.onlyLink.checked });
  }
}

function radio(value, checked = false) {
  return h("input", { type: "radio", name: "who", value, checked });
}
