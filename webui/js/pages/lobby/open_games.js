/** Games that wait for somebody: join one, or open your own. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, swap } from "../../lib/dom.js";
import { HostCard } from "./host_card.js";
import { OpenForm } from "./open_form.js";

export class OpenGames extends Component {
  build() {
    this.list = h("ul", { class: "games" });
    const root = h("section", { class: "card wide games-card" }, h("h2", {}, t("games.title")), this.list);
    const own = h("div", { class: "own-game" });
    this.form = this.append(new OpenForm(this.props), own);
    this.host = this.append(new HostCard(this.props), own);
    root.append(own);
    return root;
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.lobby, () => this.#render()));
    this.#render();
  }

  /** Whoever hosts a game cannot open another. */
  #swapOwn(hosting) {
    if (hosting) swap(this.form.element, this.host.element, this.host);
    else swap(this.host.element, this.form.element, this.form);
  }

  #render() {
    const { lobby } = this.props.app.store.state;
    const games = (lobby?.games ?? []).filter((game) => game.id !== lobby.hosting);
    this.#swapOwn(Boolean(lobby?.hosting));
    const focused = document.activeElement?.dataset?.game;
    this.list.replaceChildren(...(games.length > 0 ? games.map((game) => this.#row(game)) : [empty()]));
    if (focused) this.list.querySelector(`[data-game="${CSS.escape(focused)}"]`)?.focus();
  }

  #row(game) {
    const settings = saySettings(game);
    const label = t("games.join.label", { name: game.host, settings });
    const onClick = () => this.props.send({ t: "join", game: game.id });
    return h("li", { class: "game" }, [
      h("span", { class: "game-host" }, game.host),
      h("span", { class: "game-settings" }, settings),
      h("button", { class: "button", onClick, "aria-label": label, "data-game": game.id }, t("games.join")),
    ]);
  }
}

function saySettings({ points, win_by_two: two }) {
  const length = t("settings.points", { count: points });
  return two ? `${length}, ${t("settings.two")}` : length;
}

function empty() {
  return h("li", { class: "empty" }, h("p", {}, t("games.empty")), h("p", {}, t("games.empty.hint")));
}
