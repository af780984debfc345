/** Shows the round trip to the server. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";

export class Ping extends Component {
  build() {
    return h("span", { class: "ping" });
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.ping, () => this.#render()));
    this.#render();
  }

  #render() {
    const { ping } = this.props.app.store.state;
    setText(this.element, ping === null ? t("match.ping.none") : t("match.ping", { ping }));
    this.element.setAttribute("aria-label", t("match.ping.label", { ping: ping ?? "?" }));
    this.element.dataset.quality = quality(ping);
  }
}

/** The colour class of a ping: up to 60 ms nobody feels it, above 150 ms everybody does. */
function quality(ping) {
  if (ping === null) return "none";
  if (ping <= 60) return "good";
  return ping <= 150 ? "fair" : "poor";
}
