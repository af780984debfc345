/** A match against the machine, at one of three levels. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h } from "../../lib/dom.js";

const LEVELS = ["easy", "medium", "hard"];

export class MachineCard extends Component {
  build() {
    const buttons = LEVELS.map((level) => {
      const onClick = () => busy(button, () => this.props.send({ t: "ai", level }));
      const button = h("button", { class: "button", onClick }, t(`machine.${level}`));
      return button;
    });
    return h("section", { class: "card" }, [
      h("h2", {}, t("machine.title")),
      h("p", {}, t("machine.text")),
      h("div", { class: "levels", role: "group", "aria-label": t("machine.levels") }, buttons),
    ]);
  }
}
