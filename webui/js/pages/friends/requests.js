/** Requests to be a friend: those that wait for the player's answer, and the player's own. */

import { ACCEPT, DECLINE, WITHDRAW } from "../../components/person_acts.js";
import { PersonRow } from "../../components/person_row.js";
import { Placeholder } from "../../components/placeholder.js";
import { Rows } from "../../components/rows.js";
import { ago } from "../../i18n/dates.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { shown } from "../../net/people_state.js";

export class Requests extends Component {
  build() {
    const empty = h("p", { class: "soft" }, t("friends.requests.none"));
    const root = h("section", { class: "card" }, h("h2", {}, t("friends.requests")));
    this.placeholder = this.append(new Placeholder({ waiting: t("friends.requests.loading"), empty }), root);
    this.parts = [
      this.#part("asks", [act(ACCEPT, "accept", "primary"), act(DECLINE, "decline")], root),
      this.#part("asked", [act(WITHDRAW, "withdraw")], root),
    ];
    return root;
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.circle, () => this.#render()));
    this.#render();
  }

  #part(list, acts, root) {
    const { app } = this.props;
    const rows = new Rows({
      key: ({ player }) => player.id,
      row: (line) => new PersonRow({
        app,
        line,
        note: ({ at }) => ago(at),
        acts: ({ player }) => acts.map((make) => make(player)),
      }),
      label: t(`friends.${list}`),
    });
    const part = h("div", {}, h("h3", {}, t(`friends.${list}`)));
    this.append(rows, part);
    root.append(part);
    return { list, part, rows };
  }

  #render() {
    const { people, store } = this.props.app;
    const { circle } = store.state;
    for (const { list, part, rows } of this.parts) {
      const lines = shown(circle, list);
      rows.show(lines);
      part.hidden = lines.length === 0;
    }
    const known = this.parts.some(({ part }) => !part.hidden) ? "ready" : "empty";
    const status = circle.status === "ready" ? known : circle.status;
    this.placeholder.show(status, { text: t("friends.failed"), again: () => people.refresh() });
  }
}

/** A button for an action; its label names the person. */
function act({ run }, key, kind) {
  return ({ name }) => ({
    text: t(`friends.${key}`),
    label: t(`friends.${key}.label`, { name }),
    kind,
    run,
  });
}
