/** Under the court: the ping, how to steer, the way out, and the fair-play line. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { withKeyNames } from "../../lib/key_names.js";
import { FairPlay } from "./fair_play.js";
import { Ping } from "./ping.js";

export class Foot extends Component {
  #names;

  build() {
    this.keys = h("span", { class: "keys" });
    const resign = h("button", { class: "button quiet", onClick: this.props.resign }, t("match.resign"));
    const root = h("div", { class: "match-foot" });
    this.append(new Ping(this.props), root);
    root.append(this.keys, h("span", { class: "touch-words" }, t("match.touch")), resign);
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
  }

  #render(local) {
    const { up: high, down: low } = this.#names;
    const [w, s, up, down] = [high, low, "↑", "↓"].map((name) => h("kbd", {}, name));
    const alone = [w, s, up, down, t("match.keys")];
    const both = [w, s, t("side.left"), up, down, t("side.right")];
    this.keys.replaceChildren(...(local ? both : alone));
  }
}
