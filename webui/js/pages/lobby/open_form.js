/** Open a game of your own: its length, and who can join. */

import { Points } from "../../components/points.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h } from "../../lib/dom.js";

export class OpenForm extends Component {
  build() {
    this.points = new Points();
    this.two = h("input", { type: "checkbox", name: "two" });
    this.onlyLink = radio("private");
    this.button = h("button", { class: "button" }, t("open.submit"));
    const onSubmit = (event) => this.#open(event);
    return h("form", { class: "open-form", onSubmit }, [
      h("h2", {}, t("open.title")),
      this.points.element,
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
    const settings = { points: this.points.value, win_by_two: this.two.checked };
    busy(this.button, () => this.props.send({ t: "open", settings, private: this.onlyLink.checked }));
  }
}

function radio(value, checked = false) {
  return h("input", { type: "radio", name: "who", value, checked });
}
