/** The tournaments in which a player has come to a place; nothing if there are none. */

import { named } from "../../components/bot.js";
import { date } from "../../i18n/dates.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";

export class Placed extends Component {
  build() {
    this.list = h("ul", { class: "rows", "aria-label": t("profile.tournaments") });
    return h("div", { class: "placed", hidden: true }, h("h2", {}, t("profile.tournaments")), this.list);
  }

  start() {
    super.start();
    this.#load();
  }

  /** It is an addition to the profile: without an answer the page is whole. */
  async #load() {
    const { app, person } = this.props;
    try {
      const { played } = await app.api.ask("GET", `/players/${encodeURIComponent(person.id)}/tournaments`);
      if (!this.running) return;
      this.list.replaceChildren(...played.map((one) => row(one, person.id)));
      this.element.hidden = played.length === 0;
    } catch {
      this.element.hidden = true;
    }
  }
}

function row({ alias, place, tournament: { ended_at: ended, entrants, id, name } }, player) {
  const words = [t("profile.placed", { alias: named({ id: player, name: alias }), place, count: entrants }), ended && date(ended)];
  return h("li", { class: "row" }, h("div", { class: "row-main" }, [
    h("a", { class: "row-title", href: `/tournament/${encodeURIComponent(id)}` }, name),
    h("span", { class: "row-note" }, words.filter(Boolean).join(" · ")),
  ]));
}
