/** Under the court of a match of two people: how late the keys of each may come, and the pauses left. */

import { named } from "../../components/bot.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { isContest } from "../../net/match_state.js";

export class FairPlay extends Component {
  build() {
    this.brief = h("summary", {});
    this.lines = [h("p", {}), h("p", {})];
    const help = ["fair.window", "fair.pauses"].map((key) => h("p", {}, t(key)));
    return h("details", { class: "fair-play", hidden: true }, this.brief, this.lines, help);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    const players = ({ matches }) => matches[this.props.matchId]?.players;
    this.own(store.subscribe(players, () => this.#render(players(store.state))));
    this.#render(players(store.state));
  }

  #render(players) {
    this.element.hidden = !isContest(players);
    if (this.element.hidden) return;
    setText(this.brief, t("fair.brief", { windows: players.map(brief).join(" · ") }));
    for (const [place, player] of players.entries()) setText(this.lines[place], line(player));
  }
}

function brief(player) {
  return t("fair.one", { name: named(player), window: player.window });
}

/** What this player may still do, in words. */
export function line(player) {
  const { budget, pauses, window } = player;
  const left = t("fair.left", { count: pauses });
  return t("fair.line", { name: named(player), window, left, seconds: Math.floor(budget / 1000) });
}
