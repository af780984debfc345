/** The way back into a match that waits for its player. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";

export class ReturnCard extends Component {
  build() {
    this.link = h("a", { class: "button primary" }, t("return.go"));
    return h("aside", { class: "return", role: "status", hidden: true }, [
      h("div", {}, h("strong", {}, t("return.title")), h("p", {}, t("return.text"))),
      this.link,
    ]);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.currentMatch, () => this.#render()));
    this.#render();
  }

  #render() {
    const { currentMatch } = this.props.app.store.state;
    this.element.hidden = !currentMatch;
    if (currentMatch) this.link.href = `/match/${currentMatch}`;
  }
}
