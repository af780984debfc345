/** The open games of others, those of friends first: join one. */

import { named } from "../../components/bot.js";
import { Person } from "../../components/person.js";
import { saySettings } from "../../components/settings_words.js";
import { Rows } from "../../components/rows.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, setText } from "../../lib/dom.js";
import { shown } from "../../net/people_state.js";
import { lengths, listed } from "./listed.js";

const ANY = "";

export class OpenGames extends Component {
  #lengths = "";

  build() {
    const { app, send } = this.props;
    this.rows = new Rows({
      key: ({ game }) => game.id,
      row: (line) => new GameRow({ app, line, send }),
      label: t("games.title"),
      waiting: t("games.loading"),
      empty: h("div", { class: "empty" }, h("p", {}, t("games.empty")), h("p", {}, t("games.empty.hint"))),
    });
    this.length = h("select", { class: "input games-length", "aria-label": t("games.length"), hidden: true });
    this.length.addEventListener("change", () => this.#render());
    const head = h("div", { class: "card-head" }, h("h2", {}, t("games.title")), this.length);
    const root = h("section", { class: "card games-card" }, head);
    this.append(this.rows, root);
    return root;
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.lobby, () => this.#render()));
    this.own(store.subscribe((state) => state.circle, () => this.#render()));
    this.#render();
  }

  #render() {
    const { circle, lobby } = this.props.app.store.state;
    if (lobby?.games === undefined) return this.rows.miss("loading");
    this.#offer(lengths(lobby));
    const points = this.length.value === ANY ? null : Number(this.length.value);
    const friends = new Set(shown(circle, "friends").map(({ player }) => player.id));
    const games = listed(lobby, { friends, points });
    return this.rows.show(games.map((game) => ({ game, friend: friends.has(game.host_id) })));
  }

  /** Offer the lengths there are; the chosen one stays as long as there is such a game. */
  #offer(all) {
    const key = all.join();
    if (this.#lengths === key) return;
    this.#lengths = key;
    const chosen = this.length.value;
    const options = all.map((count) => h("option", { value: count }, t("settings.points", { count })));
    this.length.replaceChildren(h("option", { value: ANY }, t("games.length.any")), ...options);
    this.length.value = all.includes(Number(chosen)) ? chosen : ANY;
    this.length.hidden = all.length < 2;
  }
}

/** A line of the list, `{game, friend}`; the settings of a game do not change. */
class GameRow extends Component {
  build() {
    const { app, line, send } = this.props;
    const { host: name, host_id: id } = line.game;
    const label = t("games.join.label", { name: named({ id, name }), settings: saySettings(line.game.settings) });
    const onClick = () => busy(join, () => send({ t: "join", game: line.game.id }));
    const join = h("button", { class: "button small", onClick, "aria-label": label }, t("games.join"));
    const main = h("div", { class: "row-main" });
    const person = this.append(new Person({ app, person: { id, name } }), main);
    this.note = h("span", { class: "row-note" });
    main.append(this.note);
    this.update(line);
    return h("li", { class: "row game" }, main, h("div", { class: "row-acts" }, join), person.menu?.element);
  }

  update({ game, friend }) {
    const words = [saySettings(game.settings), friend && t("friends.is.friend")];
    setText(this.note, words.filter(Boolean).join(" · "));
  }
}
