/** Under a result: says that the player is in the queue again, as the opponent was gone before the first serve. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h } from "../lib/dom.js";

export class BackInQueue extends Component {
  build() {
    const onClick = () => this.#leave();
    const cancel = h("button", { class: "button", onClick }, t("quick.cancel"));
    return h("div", { class: "back-in-queue", hidden: true }, h("p", { role: "status" }, t("result.queued")), cancel);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe(isQueued, (yes) => this.#show(yes)));
    this.#show(isQueued(store.state));
  }

  #show(queued) {
    this.element.hidden = !queued;
  }

  async #leave() {
    const { session, store } = this.props.app;
    try {
      await session.request({ t: "unqueue" });
    } catch {
      return; // still in it: what there is to see says so
    }
    const { lobby } = store.state;
    store.set({ lobby: { ...lobby, queued: false } });
  }
}

function isQueued({ lobby }) {
  return Boolean(lobby?.queued);
}
