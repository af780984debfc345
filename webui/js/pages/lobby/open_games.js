/** The open games: join one, or open your own. */

import { Person } from "../../components/person.js";
import { Rows } from "../../components/rows.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, swap } from "../../lib/dom.js";
import { HostCard } from "./host_card.js";
import { OpenForm } from "./open_form.js";

export class OpenGames extends Component {
  build() {
    const { app, send } = this.props;
    this.rows = new Rows({
      key: (game) => game.id,
      row: (game) => new GameRow({ app, game, send }),
      className: "games",
      label: t("games.title"),
      waiting: t("games.loading"),
      empty: h("div", { class: "empty" }, h("p", {}, t("games.empty")), h("p", {}, t("games.empty.hint"))),
    });
    const root = h("section", { class: "card wide games-card" }, h("h2", {}, t("games.title")));
    this.append(this.rows, root);
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

  /** Show the own game, or the form to open one: nobody can host two. */
  #swapOwn(hosting) {
    if (hosting) swap(this.form.element, this.host.element, this.host);
    else swap(this.host.element, this.form.element, this.form);
  }

  #render() {
    const { lobby } = this.props.app.store.state;
    this.#swapOwn(Boolean(lobby?.hosting));
    if (lobby?.games === undefined) this.rows.miss("loading");
    else this.rows.show(lobby.games.filter((game) => game.id !== lobby.hosting));
  }
}

/** A line of the list; the settings of a game do not change. */
class GameRow extends Component {
  build() {
    const { app, game, send } = this.props;
    const settings = saySettings(game);
    const label = t("games.join.label", { name: game.host, settings });
    const onClick = () => busy(join, () => send({ t: "join", game: game.id }));
    const join = h("button", { class: "button", onClick, "aria-label": label }, t("games.join"));
    const host = h("span", { class: "game-host" });
    this.append(new Person({ app, person: { id: game.host_id, name: game.host } }), host);
    return h("li", { class: "game" }, [
      host,
      h("span", { class: "game-settings" }, settings),
      join,
    ]);
  }
}

function saySettings({ points, win_by_two: two }) {
  const length = t("settings.points", { count: points });
  return two ? `${length}, ${t("settings.two")}` : length;
}
