/** The list of friends; those who are here come first. */

import { PersonRow } from "../../components/person_row.js";
import { Rows } from "../../components/rows.js";
import { sayPresence } from "../../i18n/dates.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { every } from "../../lib/ticker.js";
import { UNKNOWN, matchToWatch, shown, sorted } from "../../net/people_state.js";

const AGES = 30_000; // ms; by then "5 minutes ago" may have become 6

export class FriendList extends Component {
  build() {
    const { app } = this.props;
    const where = ({ player }) => app.store.state.presence[player.id] ?? UNKNOWN;
    this.rows = new Rows({
      key: ({ player }) => player.id,
      row: (line) => new PersonRow({
        app,
        line,
        note: (one) => sayPresence(where(one)),
        presence: (one) => where(one).presence,
        acts: (one) => watch(one.player, matchToWatch(where(one), app.store.state)),
      }),
      label: t("friends.list"),
      waiting: t("friends.loading"),
      empty: h("p", { class: "empty" }, t("friends.empty")),
    });
    const root = h("section", { class: "card" }, h("h2", {}, t("friends.list")));
    this.append(this.rows, root);
    return root;
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.circle, () => this.#render()));
    this.own(store.subscribe((state) => state.presence, () => this.#render()));
    this.own(store.subscribe((state) => state.currentMatch, () => this.#render()));
    this.own(every(AGES, () => this.#render()));
  }

  #render() {
    const { people, store } = this.props.app;
    const { circle, presence } = store.state;
    if (circle.status === "ready") this.rows.show(sorted(shown(circle, "friends"), presence));
    else this.rows.miss(circle.status, { text: t("friends.failed"), again: () => people.refresh() });
  }
}

function watch({ name }, match) {
  if (match === null) return [];
  return [{ text: t("friends.watch"), label: t("friends.watch.label", { name }), href: `/match/${match}` }];
}
