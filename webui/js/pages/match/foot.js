/** Under the court: the ping, how to steer, the way out, and the fair-play line. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { withKeyNames } from "../../lib/key_names.js";
import { isContest } from "../../net/match_state.js";
import { FairPlay } from "./fair_play.js";
import { Ping } from "./ping.js";

export class Foot extends Component {
  #names;

  build() {
    this.keys = h("span", { class: "keys" });
    const resign = h("button", { class: "button quiet", onClick: this.props.resign }, t("match.resign"));
    const keys = { "aria-keyshortcuts": "P Escape" };
    this.word = h("span", {});
    this.pause = h("button", { class: "button quiet", onClick: this.props.pause, ...keys }, this.word, h("kbd", {}, "P"));
    const root = h("div", { class: "match-foot" });
    this.append(new Ping(this.props), root);
    const words = h("span", { class: "touch-words" }, t("match.touch"));
    root.append(this.keys, words, h("span", { class: "match-acts" }, this.pause, resign));
    this.append(new FairPlay(this.props), root);
    return root;
  }

  start() {
    super.start();
    const { store } = this.props.app;
    const isLocal = ({ matches }) => matches[this.props.matchId]?.sides.length > 1;
    this.own(store.subscribe(isLocal, () => this.#render(isLocal(store.state))));
    withKeyNames((names) => {
      this.#names = names;
      this.#render(isLocal(store.state));
    });
    const model = ({ matches }) => matches[this.props.matchId];
    this.own(store.subscribe(model, () => this.#renderPause(model(store.state))));
    this.#renderPause(model(store.state));
  }

  /** Only a match without an opponent can be paused. */
  #renderPause(model) {
    this.pause.hidden = !model || isContest(model.players);
    setText(this.word, t(model?.chosen ? "banner.chosen.on" : "match.pause"));
  }

  #render(local) {
    const { up: high, down: low } = this.#names;
    const [w, s, up, down] = [high, low, "↑", "↓"].map((name) => h("kbd", {}, name));
    const alone = [w, s, up, down, t("match.keys")];
    const both = [w, s, t("side.left"), up, down, t("side.right")];
    this.keys.replaceChildren(...(local ? both : alone));
  }
}
