/** A line of a leaderboard: rank, player, rating, and how many matches it rests on. */

import { avatar } from "../../components/avatar.js";
import { Person } from "../../components/person.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";

export class BoardRow extends Component {
  build() {
    const { app, line } = this.props;
    this.rank = h("span", { class: "board-rank" });
    this.note = h("span", { class: "row-note" });
    this.rating = h("span", { class: "board-rating" });
    const main = h("div", { class: "row-main" });
    const person = this.append(new Person({ app, person: line.player }), main);
    main.append(this.note);
    this.update(line);
    const own = line.player.id === app.store.state.player?.id;
    const face = h("span", { class: "face" }, avatar(line.player, 64));
    const props = { class: `row ${own ? "own" : ""}`, "aria-current": own && "true" };
    return h("li", props, this.rank, face, main, this.rating, person.menu?.element);
  }

  update({ rank, rating, provisional, played }) {
    setText(this.rank, rank === null ? "–" : t("board.rank", { rank }));
    setText(this.rating, String(rating));
    const words = [t("rating.played", { count: played }), provisional && t("rating.provisional")];
    setText(this.note, words.filter(Boolean).join(" · "));
  }
}
