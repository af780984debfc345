/** The table of who stands where. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { entrant } from "../../tournaments/model.js";
import { sayName } from "../../tournaments/words.js";

const TIE_BREAKS = {
  robin: ["games", "points"],
  swiss: ["buchholz_cut", "buchholz", "games", "points"],
  single: [],
  double: [],
};

/** `folded`: it is a note below the bracket, and opened by who wants it. */
export class Standings extends Component {
  build() {
    this.body = h("tbody", {});
    const { format } = this.props.model.head.plan;
    const scored = ["robin", "swiss"].includes(format);
    const columns = ["place", "name", scored && "score", "won", "lost", ...TIE_BREAKS[format]].filter(Boolean);
    const cells = columns.map((name) => h("th", { scope: "col", class: `col-${name}`, title: t(`tour.column.${name}.title`) }, t(`tour.column.${name}`)));
    const table = h("table", { class: "standings" }, h("caption", { class: "unseen" }, t("tour.standings")), h("thead", {}, h("tr", {}, cells)), this.body);
    const scroll = h("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": t("tour.standings") }, table);
    this.scored = scored;
    if (!this.props.folded) return h("section", { class: "card standings-card" }, h("h2", {}, t("tour.standings")), scroll);
    return h("details", { class: "card standings-card" }, h("summary", {}, h("h2", {}, t("tour.standings"))), scroll);
  }

  update(model) {
    if (this.standings === model.standings && this.entrants === model.entrants) return;
    this.standings = model.standings;
    this.entrants = model.entrants;
    const me = this.props.app.store.state.player?.id;
    this.body.replaceChildren(...model.standings.map((one) => this.#row(model, one, me)));
  }

  #row(model, one, me) {
    const who = entrant(model, one.entrant);
    const mine = Boolean(me) && who?.player === me;
    const gone = who?.gone ? h("small", { class: "soft" }, ` ${t(`tour.gone.${who.gone}`)}`) : null;
    return h("tr", { class: mine ? "mine" : null }, [
      number(one.place, "place"),
      h("th", { scope: "row" }, who ? sayName(who) : t("tour.nobody"), gone),
      this.scored ? number(one.points, "score") : null,
      number(one.won),
      number(one.lost),
      one.tie_breaks.map((value) => number(value)),
    ]);
  }
}

function number(value, name = "") {
  return h("td", { class: name && `col-${name}` }, value);
}
