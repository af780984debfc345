/** Under a result: says that the player is in the queue again, as the opponent was gone before the first serve. */

import { sayError } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { busy, h } from "../lib/dom.js";

export class BackInQueue extends Component {
  build() {
    const onClick = () => busy(cancel, () => this.#leave());
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
    const { notify, session } = this.props.app;
    try {
      await session.request({ t: "unqueue" }, { signal: this.signal });
    } catch (error) {
      notify({ text: sayError(error), kind: "error" });
    }
  }
}

function isQueued({ lobby }) {
  return Boolean(lobby?.queued);
}
