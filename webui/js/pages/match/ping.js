/** How far the server is. */

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

/** A sense of it for the eye: up to 60 ms nothing is felt, past 150 everything is. */
function quality(ping) {
  if (ping === null) return "none";
  if (ping <= 60) return "good";
  return ping <= 150 ? "fair" : "poor";
}
