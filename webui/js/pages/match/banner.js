/** The text over the court while nobody plays; it is updated while it counts something. */

import { glyphs } from "../../components/glyphs.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { every } from "../../lib/ticker.js";
import { stateOfPlay } from "./state_of_play.js";

const TICK = 100;

export class Banner extends Component {
  #away = null;
  #awaySince = 0;
  #count = null;

  build() {
    this.heading = h("p", { class: "banner-title", role: "status" });
    this.lines = h("div", { class: "banner-lines" });
    this.number = h("div", { class: "banner-count" });
    const { app, court, matchId } = this.props;
    const goOn = () => app.session.send({ t: "pause", match: matchId, on: false });
    this.buttons = {
      moved: h("button", { class: "button primary", onClick: () => court.enter() }, t("banner.moved.here")),
      chosen: h("button", { class: "button primary", onClick: goOn }, t("banner.chosen.on")),
    };
    const buttons = Object.values(this.buttons);
    const box = h("div", { class: "banner-box" }, this.number, this.heading, this.lines, buttons);
    return h("div", { class: "banner", hidden: true }, box);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.matches, () => this.#render()));
    this.own(every(TICK, () => this.#render()));
  }

  #render() {
    const { session, store } = this.props.app;
    const model = store.state.matches[this.props.matchId];
    const { connection } = store.state;
    const passed = this.#sinceAway(model?.away);
    const { watching } = this.props;
    const state = stateOfPlay(model, { connection, now: session.clock.now(), passed, watching });
    this.element.hidden = state === null;
    if (state) this.#draw(state);
    else setText(this.heading, "");
  }

  #draw({ kind, title, lines, count = null }) {
    this.element.dataset.kind = kind;
    setText(this.heading, title);
    for (const [name, button] of Object.entries(this.buttons)) button.hidden = kind !== name;
    const text = lines.join("\n");
    if (this.lines.dataset.text !== text) {
      this.lines.dataset.text = text;
      this.lines.replaceChildren(...lines.map((line) => h("p", {}, line)));
    }
    if (this.#count === count) return;
    this.#count = count;
    this.number.replaceChildren(...(count === null ? [] : [glyphs(count, "numeral")]));
  }

  /** The ms since `away` was news: budgets are those of that moment, and run since then. */
  #sinceAway(away) {
    if (away !== this.#away) {
      this.#away = away;
      this.#awaySince = performance.now();
    }
    return performance.now() - this.#awaySince;
  }
}
