/** Says that there is no connection, why, and what can be done. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h, setText } from "../lib/dom.js";
import { every } from "../lib/ticker.js";

const TAKEN = 4409;
const FLOOD = 4429;
/** Milliseconds: a connection that comes sooner needs no words, and the page below does not move. */
const SOON = 600;

export class ConnectionBar extends Component {
  #since = null;

  build() {
    this.text = h("span", {});
    const connect = () => this.props.app.session.connect();
    this.button = h("button", { class: "button small", onClick: connect });
    return h("div", { class: "connection-bar", role: "status", hidden: true }, this.text, this.button);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.connection, () => this.#render()));
    this.own(store.subscribe((state) => state.player, () => this.#render()));
    this.own(every(200, () => this.#render()));
  }

  #render() {
    const { connection, player } = this.props.app.store.state;
    const missing = player && connection.status !== "online";
    this.#since = missing ? (this.#since ?? performance.now()) : null;
    this.element.hidden = !missing || performance.now() - this.#since < SOON;
    if (this.element.hidden) return;
    this.element.dataset.status = connection.status;
    const { text, button } = describe(connection);
    setText(this.text, text);
    setText(this.button, button ?? "");
    this.button.hidden = !button;
  }
}

/** The text to show, and what the button offers, if there is a button. */
function describe({ status, retryAt, closeCode, restarting, blocked }) {
  if (blocked && status !== "offline") return { text: t("connection.blocked"), button: t("connection.now") };
  if (status === "connecting") return { text: t(restarting ? "connection.restart.now" : "connection.connecting") };
  if (status === "waiting") {
    const seconds = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
    return { text: t(whyWaiting(restarting, closeCode), { seconds }), button: t("connection.now") };
  }
  if (closeCode === TAKEN) return { text: t("connection.taken"), button: t("connection.here") };
  if (!closeCode) return { text: t("connection.offline"), button: t("connection.retry") };
  return { text: t("connection.unwelcome", { code: closeCode }), button: t("connection.retry") };
}

function whyWaiting(restarting, closeCode) {
  if (closeCode === FLOOD) return "connection.flood";
  return restarting ? "connection.restart" : "connection.waiting";
}
