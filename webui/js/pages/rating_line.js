/** Under the result of a rated match: how it has changed the own rating. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h, setText } from "../lib/dom.js";

/** `match` is the id of a rated match in which the player has played. */
export class RatingLine extends Component {
  build() {
    return h("p", { class: "result-rating", role: "status" });
  }

  start() {
    super.start();
    const { app, match } = this.props;
    this.own(app.store.subscribe((state) => state.ratings?.[match], () => this.#render()));
    this.#render();
    if (!app.store.state.ratings?.[match]) this.#ask();
  }

  #render() {
    const { app, match } = this.props;
    const changed = app.store.state.ratings?.[match];
    if (changed) this.#say(changed);
    else if (!this.element.textContent) setText(this.element, t("result.rating.soon"));
  }

  /** After a reload no frame tells of it; the entry may have been made by now. */
  async #ask() {
    const { app, match } = this.props;
    const { id } = app.store.state.player;
    const found = await app.api.find(`/players/${encodeURIComponent(id)}/ratings`).catch(() => null);
    if (!this.running || app.store.state.ratings?.[match]) return;
    for (const { history, provisional } of found?.ratings ?? []) {
      const entry = history.findLast((each) => each.match === match);
      if (entry) this.#say({ ...entry, provisional });
    }
  }

  #say({ change, kind, provisional, rating }) {
    const signed = change < 0 ? `−${-change}` : `+${change}`;
    const key = kind === "reversal" ? "result.rating.reversed" : "result.rating";
    const words = t(key, { rating, change: signed });
    setText(this.element, provisional ? t("result.rating.provisional", { words }) : words);
  }
}
