/** The own open game: its link, and the button to close it. It replaces OpenForm. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, setText } from "../../lib/dom.js";
import { after } from "../../lib/ticker.js";

export class HostCard extends Component {
  focus() {
    this.copy.focus();
  }

  build() {
    this.link = h("input", { class: "input", readonly: true, "aria-label": t("host.link") });
    this.copy = h("button", { class: "button primary", onClick: () => this.#copy() });
    const onClose = () => busy(close, () => this.props.send({ t: "close", game: this.#game }));
    const close = h("button", { class: "button", onClick: onClose }, t("host.close"));
    return h("section", { class: "host" }, [
      h("h2", {}, t("host.title")),
      h("p", {}, t("host.text")),
      this.link,
      h("div", { class: "actions", "aria-live": "polite" }, this.copy, close),
    ]);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.lobby?.hosting, () => this.#render()));
    this.#render();
  }

  get #game() {
    return this.props.app.store.state.lobby?.hosting;
  }

  #render() {
    this.link.value = `${location.origin}/join/${this.#game}`;
    setText(this.copy, t("host.copy"));
  }

  async #copy() {
    this.link.select();
    try {
      await navigator.clipboard.writeText(this.link.value);
    } catch {
      return; // copying is not allowed; the link is selected, so that the usual keys copy it
    }
    setText(this.copy, t("host.copied"));
    this.own(after(2000, () => setText(this.copy, t("host.copy"))));
  }
}
