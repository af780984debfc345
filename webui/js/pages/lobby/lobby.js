/** The lobby: every way into a match. */

import { Placeholder } from "../../components/placeholder.js";
import { t } from "../../i18n/t.js";
import { sayError } from "../../i18n/say.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { isAboutRoom } from "../../net/room_codes.js";
import { sayCrowd } from "./crowd.js";
import { LocalCard } from "./local_card.js";
import { MachineCard } from "./machine_card.js";
import { OpenGames } from "./open_games.js";
import { OwnGame } from "./own_game.js";
import { QuickCard } from "./quick_card.js";

export class Lobby extends Component {
  #refused = null;

  get title() {
    return t("lobby.title");
  }

  build() {
    this.crowd = h("p", { class: "crowd", "aria-live": "polite" });
    this.asking = new Placeholder({ waiting: t("lobby.loading") });
    this.refusal = h("p", { class: "refusal", role: "alert", hidden: true });
    const tournaments = h("a", { class: "lobby-tournaments", href: "/tournaments" }, t("top.tournaments"));
    const head = h("div", { class: "lobby-head" }, h("h1", {}, t("lobby.title")), this.crowd, tournaments);
    this.append(this.asking, head);
    const root = h("section", { class: "lobby" }, head);
    const props = { app: this.props.app, send: (frame) => this.#send(frame) };
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
    this.own(session.on("error", (frame) => frame.id === undefined && !isAboutRoom(frame) && this.#refuse(frame)));
    this.own(session.on("welcome", () => this.#refused === "offline" && this.#forgive()));
    this.#render();
  }

  #render() {
    const crowd = sayCrowd(this.props.app.store.state.lobby);
    this.asking.show(crowd === null ? "loading" : "ready");
    setText(this.crowd, crowd ?? "");
  }

  /** Send a request for a part of the page. A refusal is shown here, and resolves to `null`. */
  async #send(frame) {
    this.#forgive();
    try {
      return await this.props.app.session.request(frame, { signal: this.signal });
    } catch (error) {
      this.#refuse(error);
      return null;
    }
  }

  #forgive() {
    this.#refused = null;
    this.refusal.hidden = true;
  }

  /** Show a refusal; also one without a request: why the player is no longer in the queue. */
  #refuse(error) {
    this.#refused = error.code;
    setText(this.refusal, sayError(error));
    this.refusal.hidden = false;
  }
}
