/** A card with a list that is read from the server, and again after each act of a moderator. */

import { Rows } from "../../components/rows.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { every } from "../../lib/ticker.js";

const AGAIN = 60_000; // ms

/** Override `path`, `part` (the key of its texts), `items(answer)` and `row(item)`; an item has a `key`. */
export class Asked extends Component {
  #asked = 0;

  build() {
    const { part } = this;
    this.rows = new Rows({
      key: ({ key }) => key,
      row: (item) => this.row(item),
      label: t(`mod.${part}`),
      waiting: t("mod.loading"),
      empty: h("p", { class: "soft" }, t(`mod.${part}.none`)),
    });
    const root = h("section", { class: "card" }, h("h2", {}, t(`mod.${part}`)));
    this.append(this.rows, root);
    return root;
  }

  start() {
    super.start();
    this.own(this.props.app.store.subscribe((state) => state.moderated, () => this.load()));
    this.own(every(AGAIN, () => this.load()));
  }

  /** Read the list; only the newest answer counts. */
  async load() {
    this.#asked += 1;
    const number = this.#asked;
    this.rows.miss("loading");
    try {
      const answer = await this.props.app.api.ask("GET", this.path);
      if (this.running && number === this.#asked) this.rows.show(this.items(answer));
    } catch (error) {
      const failure = { text: sayProblem(error), again: () => this.load() };
      if (this.running && number === this.#asked) this.rows.miss("failed", failure);
    }
  }
}
