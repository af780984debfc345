/** What organisers have done, the newest first. */

import { named } from "../../../components/bot.js";
import { shortly } from "../../../i18n/dates.js";
import { has, t } from "../../../i18n/t.js";
import { Component } from "../../../lib/component.js";
import { h } from "../../../lib/dom.js";
import { sayName } from "../../../tournaments/words.js";

const SHOWN = 30;

export class Acts extends Component {
  build() {
    this.list = h("ol", { class: "rows acts", "aria-label": t("desk.acts") });
    return h("div", {}, this.list);
  }

  start() {
    super.start();
    this.own(this.props.app.store.subscribe((state) => state.organised[this.props.model.id], () => this.update(this.props.model)));
  }

  update(model) {
    const told = this.props.app.store.state.organised[model.id];
    if (told === this.told) return;
    this.told = told;
    this.list.replaceChildren(...(told?.acts ?? []).slice(-SHOWN).toReversed().map((act) => line(act, model)));
  }

  idle({ id }) {
    return (this.props.app.store.state.organised[id]?.acts ?? []).length === 0;
  }
}

function line({ at, by, subject, what }, { entrants }) {
  const entrant = entrants.find(({ alias }) => alias === subject);
  const key = `desk.log.${what}`;
  const words = t(has(key) ? key : "desk.log.other", { name: named(by), subject: entrant ? sayName(entrant) : subject, what });
  return h("li", { class: "row" }, h("div", { class: "row-main" }, words, h("span", { class: "row-note" }, shortly(at))));
}
