/** The lobby: every way into a match. */

import { t } from "../../i18n/t.js";
import { sayError } from "../../i18n/say.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { sayCrowd } from "./crowd.js";
import { LocalCard } from "./local_card.js";
import { MachineCard } from "./machine_card.js";
import { OpenGames } from "./open_games.js";
import { OwnGame } from "./own_game.js";
import { QuickCard } from "./quick_card.js";
import { ReturnCard } from "./return_card.js";

export class Lobby extends Component {
  get title() {
    return t("lobby.title");
  }

  build() {
    this.crowd = h("p", { class: "crowd", "aria-live": "polite" });
    this.refusal = h("p", { class: "refusal", role: "alert", hidden: true });
    const head = h("div", { class: "lobby-head" }, h("h1", {}, t("lobby.title")), this.crowd);
    const root = h("section", { class: "lobby" }, head);
    const props = { app: this.props.app, send: (frame) => this.#send(frame) };
    this.append(new ReturnCard(props), root);
    root.append(this.refusal);
    const play = h("div", { class: "lobby-play" });
    this.append(new QuickCard(props), play);
    const others = h("div", { class: "lobby-others" });
    this.append(new MachineCard(props), others);
    this.append(new LocalCard(props), others);
    play.append(others);
    const columns = h("div", { class: "lobby-columns" }, play);
    this.append(new OwnGame(props), columns);
    this.append(new OpenGames(props), columns);
    root.append(columns);
    return root;
  }

  start() {
    super.start();
    const { session, store } = this.props.app;
    this.own(store.subscribe((state) => state.lobby, () => this.#render()));
    this.own(store.subscribe((state) => state.connection.status, () => this.#watch()));
    this.own(session.on("error", (frame) => frame.id === undefined && this.#refuse(frame)));
    this.own(() => session.send({ t: "watch_lobby", on: false }));
    this.#watch();
    this.#render();
  }

  /** Watch the lobby. A new session does not know that we do; watching twice does no harm. */
  #watch() {
    const { session, store } = this.props.app;
    if (store.state.connection.status === "online") session.send({ t: "watch_lobby", on: true });
  }

  #render() {
    setText(this.crowd, sayCrowd(this.props.app.store.state.lobby));
  }

  /** Send a request for a part of the page. A refusal is shown here, and resolves to `null`. */
  async #send(frame) {
    this.refusal.hidden = true;
    const { session, store } = this.props.app;
    store.set({ lastRequest: frame });
    try {
      return await session.request(frame);
    } catch (error) {
      this.#refuse(error);
      return null;
    }
  }

  /** Show a refusal; also one without a request: why the player is no longer in the queue. */
  #refuse(error) {
    setText(this.refusal, sayError(error));
    this.refusal.hidden = false;
  }
}
