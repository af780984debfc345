/** A match against the machine, at one of three levels and of any length. */

import { MatchSettings } from "../../components/match_settings.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h } from "../../lib/dom.js";

const LEVELS = ["easy", "medium", "hard"];

export class MachineCard extends Component {
  build() {
    const settings = new MatchSettings({ player: this.props.app.store.state.player.id });
    const buttons = LEVELS.map((level) => {
      const send = () => this.props.send({ t: "ai", level, settings: settings.value });
      const button = h("button", { class: "button", onClick: () => busy(button, send) }, t(`machine.${level}`));
      return button;
    });
    return h("section", { class: "card" }, [
      h("h2", {}, t("machine.title")),
      h("p", {}, t("machine.text")),
      settings.element,
      h("div", { class: "levels", role: "group", "aria-label": t("machine.levels") }, buttons),
    ]);
  }
}
