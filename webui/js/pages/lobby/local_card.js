/** Two players on one keyboard. */

import { MatchSettings } from "../../components/match_settings.js";
import { sayField } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, setText } from "../../lib/dom.js";
import { withKeyNames } from "../../lib/key_names.js";
import { broken } from "../../lib/rules.js";

export class LocalCard extends Component {
  build() {
    this.settings = new MatchSettings({ player: this.props.app.store.state.player.id });
    this.inputs = ["left", "right"].map(nameInput);
    this.keys = h("p", {});
    const onSubmit = (event) => this.#start(event);
    this.button = h("button", { class: "button" }, t("local.start"));
    return h("form", { class: "card", onSubmit }, [
      h("h2", {}, t("local.title")),
      this.keys,
      this.settings.element,
      h("div", { class: "local-row" }, this.inputs, this.button),
      h("a", { class: "local-more", href: "/tournaments/local" }, t("local.more")),
    ]);
  }

  start() {
    super.start();
    withKeyNames((names) => setText(this.keys, t("local.text", names)));
  }

  #start(event) {
    event.preventDefault();
    if (!event.target.reportValidity()) return; // the browser shows the error at the field
    const settings = this.settings.value;
    busy(this.button, () => this.props.send({ t: "local", settings, names: this.inputs.map(nameIn) }));
  }
}

/** The name in a field, or the proposed one. */
function nameIn(input) {
  return input.value.trim() || input.placeholder;
}

/** Check a name by the same rules as all others, as everybody sees it. */
function check({ target }) {
  const fault = broken("display_name", nameIn(target));
  target.setCustomValidity(fault ? sayField({ field: "display_name", ...fault }) : "");
}

function nameInput(side) {
  return h("input", {
    class: `input ${side}`,
    maxlength: 24,
    placeholder: t(`local.${side}.name`),
    "aria-label": t(`local.${side}`),
    autocomplete: "off",
    onInput: check,
  });
}
