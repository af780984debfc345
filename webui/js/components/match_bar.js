/** On every page but its own: the player's unfinished match, how long it still waits, and the way back. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h, setText } from "../lib/dom.js";
import { every } from "../lib/ticker.js";
import { ownMatch } from "../net/own_match.js";

const LAST = 10_000; // ms; who does not see the seconds run is told once

export class MatchBar extends Component {
  build() {
    this.words = h("p", { role: "status" });
    this.left = h("p", { class: "match-bar-left" });
    this.last = h("p", { class: "unseen", role: "alert" });
    this.link = h("a", { class: "button primary" });
    return h("aside", { class: "match-bar", "aria-label": t("own.label"), hidden: true }, [
      this.words, this.left, this.last, this.link,
    ]);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    const shown = [(state) => state.currentMatch, (state) => state.matches, (state) => state.page];
    for (const part of shown) this.own(store.subscribe(part, () => this.#render()));
    this.own(every(250, () => this.#render()));
  }

  #render() {
    const { session, store } = this.props.app;
    const own = ownMatch(store.state, session.clock.now());
    this.element.hidden = !own;
    const { words, left, last } = own ? describe(own) : { words: "", left: "", last: "" };
    setText(this.words, words);
    setText(this.left, left);
    setText(this.last, last);
    if (!own) return;
    this.element.dataset.kind = own.kind;
    setText(this.link, t(own.kind === "elsewhere" ? "own.here" : "own.return"));
    this.link.href = `/match/${own.id}`;
  }
}

/** What the bar says: `words` change with the situation, `left` every second; `last` is said shortly before the end. */
export function describe({ kind, left, opponent }) {
  const match = opponent === null ? t("own.match") : t("own.against", { name: opponent });
  const seconds = Math.ceil(left / 1000);
  const words = t(`own.${kind}`, { match });
  if (left === null) return { words, left: "", last: "" };
  return { words, left: t(`own.${kind}.left`, { seconds }), last: left <= LAST ? t(`own.${kind}.last`) : "" };
}
