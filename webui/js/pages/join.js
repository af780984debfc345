/** The page behind the link of a game: takes the seat and gives way to the match. */

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

  /** `matched` follows a join that succeeded, and leads to the match. */
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
