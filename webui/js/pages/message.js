/** A page with one message and a link or button to go on. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h } from "../lib/dom.js";

/** `title` and `text` are the message; `action` is the label of the link (`href`) or button (`onClick`). */
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

/** Says that there is no such page, or, with `text`, what else does not exist. */
export class NotFound extends MessagePage {
  constructor({ text = t("missing.text") } = {}) {
    super({ title: t("missing.title"), text, action: t("missing.go"), href: "/" });
  }
}
