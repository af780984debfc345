/** Quick match: wait for the next opponent, or stop waiting. */

import { duration, t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, setText, swap } from "../../lib/dom.js";
import { every } from "../../lib/ticker.js";

export class QuickCard extends Component {
  #queued = false;

  build() {
    const find = () => busy(this.find, () => this.props.send({ t: "queue" }));
    const cancel = () => busy(this.cancel, () => this.props.send({ t: "unqueue" }));
    this.find = h("button", { class: "button primary large", onClick: find }, t("quick.find"));
    this.cancel = h("button", { class: "button large", onClick: cancel, hidden: true }, t("quick.cancel"));
    this.heading = h("h2", { "aria-live": "polite" });
    this.text = h("p", {});
    const ball = h("div", { class: "quick-court", "aria-hidden": "true" }, h("i", {}));
    const words = h("div", { class: "quick-words" }, this.heading, this.text, this.find, this.cancel);
    return h("section", { class: "card quick" }, words, ball);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.lobby?.queued ?? false, () => this.#render()));
    this.own(every(1000, () => this.#render()));
  }

  #render() {
    const { queued = false, since } = this.props.app.store.state.lobby ?? {};
    this.element.classList.toggle("searching", queued);
    this.#swapButtons(queued);
    setText(this.heading, t(queued ? "quick.searching" : "quick.title"));
    const time = () => duration((Date.now() - since) / 1000);
    setText(this.text, queued ? t("quick.since", { time: time() }) : t("quick.text"));
  }

  /** Replace one button by the other, and move the focus to it. */
  #swapButtons(queued) {
    if (queued === this.#queued) return;
    this.#queued = queued;
    if (queued) swap(this.find, this.cancel);
    else swap(this.cancel, this.find);
  }
}
