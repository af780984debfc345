/** Open a game of your own: its length, and who can join. */

import { MatchSettings } from "../../components/match_settings.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h } from "../../lib/dom.js";

export class OpenForm extends Component {
  build() {
    this.settings = new MatchSettings({ player: this.props.app.store.state.player.id });
    this.onlyLink = radio("private");
    this.button = h("button", { class: "button" }, t("open.submit"));
    const onSubmit = (event) => this.#open(event);
    return h("form", { class: "open-form", onSubmit }, [
      h("h2", {}, t("open.title")),
      this.settings.element,
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
    const settings = this.settings.value;
    busy(this.button, () => this.props.send({ t: "open", settings, private: this.onlyLink.checked }));
  }
}

function radio(value, checked = false) {
  return h("input", { type: "radio", name: "who", value, checked });
}
