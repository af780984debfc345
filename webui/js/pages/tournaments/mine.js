/** The tournaments that one takes part in, or has made. */

import { Rows } from "../../components/rows.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { TournamentRow } from "./tournament_row.js";

export class Mine extends Component {
  build() {
    this.rows = new Rows({
      key: ({ id }) => id,
      row: (line) => new TournamentRow({ line }),
      label: t("tours.mine"),
      waiting: t("tours.loading"),
      empty: h("p", { class: "soft" }, t("tours.mine.none")),
    });
    const root = h("section", { class: "card" }, h("h2", {}, t("tours.mine")));
    this.append(this.rows, root);
    return root;
  }

  start() {
    super.start();
    this.#load();
  }

  async #load() {
    this.rows.miss("loading");
    try {
      const { entered, made } = await this.props.app.api.ask("GET", "/tournaments/mine");
      if (this.running) this.rows.show(together(entered, made));
    } catch (error) {
      if (this.running) this.rows.miss("failed", { text: sayProblem(error), again: () => this.#load() });
    }
  }
}

/** One list of both, what goes on before what has ended. */
function together(entered, made) {
  const lines = entered.map(({ alias, place, tournament }) => ({ ...tournament, alias, place }));
  const known = new Set(lines.map(({ id }) => id));
  const all = [...made.filter(({ id }) => !known.has(id)), ...lines];
  return all.toSorted((one, other) => (one.ended_at !== null) - (other.ended_at !== null) || other.created_at - one.created_at);
}
