/** The ratings of a player, one for each mode, with a line of how each has changed. */

import { ratingChart } from "../../components/rating_chart.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { Loading } from "../../components/loading.js";

export class Ratings extends Component {
  build() {
    const { app, person } = this.props;
    const root = h("section", { class: "card" }, h("div", { class: "card-head" }, [
      h("h2", {}, t("rating.title")), h("a", { href: "/leaderboard" }, t("board.title")),
    ]));
    const ask = () => app.api.find(`/players/${encodeURIComponent(person.id)}/ratings`);
    const parts = { ask, show: (found) => this.#show(found?.ratings ?? []) };
    this.append(new Loading({ app, large: false, waiting: t("rating.loading"), ...parts }), root);
    return root;
  }

  #show(ratings) {
    const none = h("p", { class: "soft" }, t("rating.none"));
    this.element.append(...(ratings.length === 0 ? [none] : ratings.map(mode)));
  }
}

function mode({ mode: name, rating, provisional, played, history }) {
  const first = history[0];
  const numbers = first ? [first.rating - first.change, ...history.map((entry) => entry.rating)] : [];
  return h("div", { class: "rating" }, [
    h("h3", {}, t(`mode.${name}`), " ", h("span", { class: "soft" }, t(`mode.${name}.settings`))),
    h("p", { class: "rating-words" }, [
      h("span", { class: "rating-number" }, rating),
      h("span", { class: "soft" }, t("rating.played", { count: played })),
      provisional && h("span", { class: "mark", title: t("rating.provisional.hint") }, t("rating.provisional")),
    ]),
    numbers.length > 1 && ratingChart(numbers),
  ]);
}
