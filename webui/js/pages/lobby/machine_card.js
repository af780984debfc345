/** A match against the machine, at one of three levels and of any length. */

import { Points } from "../../components/points.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";

const LEVELS = ["easy", "medium", "hard"];

export class MachineCard extends Component {
  build() {
    const points = new Points();
    const buttons = LEVELS.map((level) => {
      const onClick = () => this.props.send({ t: "ai", level, settings: { points: points.value } });
      return h("button", { class: "button", onClick }, t(`machine.${level}`));
    });
    return h("section", { class: "card" }, [
      h("h2", {}, t("machine.title")),
      h("p", {}, t("machine.text")),
      points.element,
      h("div", { class: "levels", role: "group", "aria-label": t("machine.levels") }, buttons),
    ]);
  }
}
