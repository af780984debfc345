/** The people whom the player has blocked, with buttons to unblock them. */

import { named } from "../../components/bot.js";
import { UNBLOCK } from "../../components/person_acts.js";
import { PersonRow } from "../../components/person_row.js";
import { Rows } from "../../components/rows.js";
import { date } from "../../i18n/dates.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { shown } from "../../net/people_state.js";

export class BlockList extends Component {
  build() {
    const { app } = this.props;
    this.rows = new Rows({
      key: ({ player }) => player.id,
      row: (line) => new PersonRow({
        app,
        line,
        note: ({ at }) => t("friends.since", { date: date(at) }),
        acts: ({ player }) => [
          { text: t("friends.unblock"), label: t("friends.unblock.label", { name: named(player) }), run: UNBLOCK.run },
        ],
      }),
      label: t("friends.blocks"),
      waiting: t("friends.blocks.loading"),
      empty: h("p", { class: "soft" }, t("friends.blocks.none")),
    });
    const root = h("section", { class: "card" }, [
      h("h2", {}, t("friends.blocks")),
      h("p", { class: "soft" }, t("friends.blocks.text")),
    ]);
    this.append(this.rows, root);
    return root;
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.circle, () => this.#render()));
    this.#render();
  }

  #render() {
    const { people, store } = this.props.app;
    const { circle } = store.state;
    if (circle.status === "ready") this.rows.show(shown(circle, "blocks"));
    else this.rows.miss(circle.status, { text: t("friends.failed"), again: () => people.refresh() });
  }
}
