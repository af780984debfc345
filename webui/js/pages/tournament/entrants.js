/** Who takes part: by seed once it has begun, before that as they came. */

import { Person } from "../../components/person.js";
import { Rows } from "../../components/rows.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";

const FIRST = 16;

export class Entrants extends Component {
  build() {
    const { app } = this.props;
    this.rows = new Rows({
      key: ({ one }) => `${one.number} ${one.player} ${one.alias}`,
      row: (line) => new EntrantRow({ app, line }),
      first: FIRST,
      label: t("tour.entrants"),
      empty: h("p", { class: "soft" }, t("tour.entrants.none")),
    });
    this.count = h("span", { class: "soft" });
    const root = h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, t("tour.entrants")), this.count));
    this.append(this.rows, root);
    return root;
  }

  update(model) {
    const { entrants, head } = model;
    if (entrants === this.entrants && head.phase === this.phase) return;
    this.entrants = entrants;
    this.phase = head.phase;
    setText(this.count, t("tour.entrants.count", { count: entrants.length, most: head.plan.most }));
    this.rows.show(entrants.map((one) => ({ one, phase: head.phase })));
  }
}

class EntrantRow extends Component {
  build() {
    const { app, line: { one } } = this.props;
    this.seed = h("span", { class: "seed" });
    const main = h("div", { class: "row-main" });
    const person = this.append(new Person({ app, person: { id: one.player, name: one.alias }, bot: one.bot }), main);
    this.note = h("span", { class: "row-note" });
    main.append(this.note);
    this.update(this.props.line);
    return h("li", { class: "row" }, this.seed, main, person.menu?.element);
  }

  update({ one, phase }) {
    setText(this.seed, one.seed ?? "");
    this.seed.hidden = one.seed === null;
    const words = [
      one.gone && t(`tour.gone.${one.gone}`),
      phase === "check_in" && t(one.checked ? "tour.checked" : "tour.unchecked"),
      phase === "running" && one.seed === null && t("tour.not_in_field"),
    ];
    setText(this.note, words.filter(Boolean).join(" · "));
  }
}
