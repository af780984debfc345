/** The page of a game's link: it takes the seat, and then the match is shown. */

import { Placeholder } from "../components/placeholder.js";
import { sayError } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h, setText } from "../lib/dom.js";

export class Join extends Component {
  get title() {
    return t("join.title");
  }

  build() {
    this.heading = h("h1", {}, t("join.title"));
    const root = h("section", { class: "message" }, this.heading);
    this.placeholder = this.append(new Placeholder({ large: true, waiting: t("join.text") }), root);
    root.append(h("a", { class: "button", href: "/" }, t("missing.go")));
    return root;
  }

  start() {
    super.start();
    this.#join();
  }

  /** Join the game; after success `matched` follows, which leads to the match. */
  async #join() {
    const { app, params } = this.props;
    this.placeholder.show("loading");
    try {
      await app.session.request({ t: "join", game: params.game }, { signal: this.signal });
    } catch (error) {
      setText(this.heading, t("join.failed"));
      this.placeholder.show("failed", { text: sayError(error), again: () => this.#join() });
    }
  }
}
