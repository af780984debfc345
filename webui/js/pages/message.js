/** A page that says one thing and offers the way on. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h } from "../lib/dom.js";

/** `title`, `text`, and either `href` or `onClick` for the way on, labelled `action`. */
export class MessagePage extends Component {
  get title() {
    return this.props.title;
  }

  build() {
    const { title, text, action, href, onClick } = this.props;
    const tag = href ? "a" : "button";
    return h("section", { class: "message" }, [
      h("h1", {}, title),
      h("p", {}, text),
      action && h(tag, { class: "button primary", href, onClick }, action),
    ]);
  }
}

/** There is no such page, or `text` says what there is not. */
export class NotFound extends MessagePage {
  constructor({ text = t("missing.text") } = {}) {
    super({ title: t("missing.title"), text, action: t("missing.go"), href: "/" });
  }
}
