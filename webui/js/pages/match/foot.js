/** Under the court: how far the server is, which keys play, and the way out. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";

export class Foot extends Component {
  build() {
    this.ping = h("span", { class: "ping" });
    this.keys = h("span", { class: "keys" });
    this.resign = h("button", { class: "button quiet", onClick: this.props.resign }, t("match.resign"));
    return h("div", { class: "match-foot" }, this.ping, this.keys, this.resign);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.ping, () => this.#renderPing()));
    const isLocal = ({ matches }) => matches[this.props.matchId]?.sides.length > 1;
    this.own(store.subscribe(isLocal, () => this.#renderKeys(isLocal(store.state))));
    this.#renderPing();
    this.#renderKeys(isLocal(store.state));
  }

  #renderPing() {
    const { ping } = this.props.app.store.state;
    setText(this.ping, ping === null ? t("match.ping.none") : t("match.ping", { ping }));
    this.ping.setAttribute("aria-label", t("match.ping.label", { ping: ping ?? "?" }));
    this.ping.dataset.quality = quality(ping);
  }

  #renderKeys(local) {
    const [w, s, up, down] = ["W", "S", "↑", "↓"].map((name) => h("kbd", {}, name));
    const alone = [w, s, up, down, t("match.keys")];
    const both = [w, s, t("side.left"), up, down, t("side.right")];
    this.keys.replaceChildren(...(local ? both : alone));
  }
}

/** A sense of it for the eye: up to 60 ms nothing is felt, past 150 everything is. */
function quality(ping) {
  if (ping === null) return "none";
  if (ping <= 60) return "good";
  return ping <= 150 ? "fair" : "poor";
}
