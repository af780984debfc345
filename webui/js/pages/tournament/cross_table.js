/** Of a round robin: everybody against everybody. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { entrant, liveMatch, score } from "../../tournaments/model.js";
import { sayName, sayWin } from "../../tournaments/words.js";

export class CrossTable extends Component {
  build() {
    this.table = h("table", { class: "cross" });
    const scroll = h("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": t("tour.cross") }, this.table);
    return h("section", { class: "card" }, h("h2", {}, t("tour.cross")), scroll);
  }

  update(model) {
    if (this.pairings === model.pairings && this.entrants === model.entrants) return;
    this.pairings = model.pairings;
    this.entrants = model.entrants;
    const field = model.standings.map((one) => one.entrant);
    const met = new Map();
    for (const one of model.pairings) {
      const [first, second] = one.entrants;
      met.set(`${first} ${second}`, [one, 0]);
      met.set(`${second} ${first}`, [one, 1]);
    }
    const names = field.map((number) => sayName(entrant(model, number)));
    const head = h("tr", {}, h("td", {}), names.map((name, place) =>
      h("th", { scope: "col", title: name }, h("span", { class: "unseen" }, name), h("span", { "aria-hidden": "true" }, place + 1))));
    const rows = field.map((number, place) => h("tr", {}, [
      h("th", { scope: "row" }, h("span", { class: "cross-place" }, place + 1), ` ${names[place]}`),
      field.map((other) => (other === number ? h("td", { class: "self" }) : cell(model, met.get(`${number} ${other}`)))),
    ]));
    this.table.replaceChildren(h("caption", { class: "unseen" }, t("tour.cross")), h("thead", {}, head), h("tbody", {}, rows));
  }
}

/** What the entrant of the row made against that of the column. */
function cell(model, found) {
  if (!found) return h("td", {});
  const [one, side] = found;
  const points = score(model, one);
  const won = one.outcome && one.outcome.winner === side;
  const kind = one.outcome ? (won ? "won" : "lost") : liveMatch(one) ? "live" : "";
  const words = points ? `${points[side]}:${points[1 - side]}` : one.outcome ? (won ? sayWin(one.outcome) : t("tour.mark.missed")) : "";
  return h("td", { class: kind }, words);
}
