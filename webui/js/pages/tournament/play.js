/** What is played: a bracket, or a table of the standings with the rounds. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { BracketPicture } from "./bracket_picture.js";
import { CrossTable } from "./cross_table.js";
import { RoundsList } from "./rounds_list.js";
import { Standings } from "./standings.js";

const BRACKETS = new Set(["single", "double"]);

export class Play extends Component {
  #format = null;
  #parts = [];

  build() {
    this.body = h("div", { class: "column" });
    return h("div", { class: "tour-play" }, this.body);
  }

  update(model) {
    const { format } = model.head.plan;
    const drawn = model.pairings.length > 0;
    this.body.hidden = !drawn;
    if (!drawn) return;
    if (format !== this.#format) this.#begin(model, format);
    for (const part of this.#parts) part.update(model);
  }

  #begin(model, format) {
    this.clear();
    this.#format = format;
    this.body.replaceChildren();
    const props = { app: this.props.app, model };
    const made = BRACKETS.has(format)
      ? [new Bracket(props), new Standings({ ...props, folded: true })]
      : [new Standings(props), format === "robin" && new CrossTable(props), new RoundsList(props)];
    this.#parts = made.filter(Boolean).map((part) => this.append(part, this.body));
  }
}

class Bracket extends Component {
  build() {
    const { app } = this.props;
    const open = (match) => app.router.go(`/match/${match}`);
    this.picture = new BracketPicture({ me: app.store.state.player?.id, open });
    this.list = this.append(new RoundsList({ ...this.props, unseen: true }), h("div", {}));
    const scroll = h("div", { class: "bracket-scroll", tabindex: "0", role: "group", "aria-label": t("tour.bracket.scroll") });
    scroll.append(this.picture.element);
    return h("section", { class: "card bracket-card" }, h("h2", {}, t("tour.bracket")), this.list.element, scroll);
  }

  update(model) {
    this.picture.update(model);
    this.list.update(model);
  }
}
