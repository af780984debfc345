/** The page of a game's link: it takes the seat, and then the match is shown. */

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
    this.text = h("p", { role: "status" }, t("join.text"));
    this.link = h("a", { class: "button primary", href: "/", hidden: true }, t("missing.go"));
    return h("section", { class: "message" }, this.heading, this.text, this.link);
  }

  start() {
    super.start();
    this.#join();
  }

  /** Join the game; after success `matched` follows, which leads to the match. */
  async #join() {
    try {
      await this.props.app.session.request({ t: "join", game: this.props.params.game });
    } catch (error) {
      setText(this.heading, t("join.failed"));
      setText(this.text, sayError(error));
      this.link.hidden = false;
    }
  }
}
