/** Stands between lines: another day begins, or what is new. */

import { dayWords } from "../../i18n/dates.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";

export class MarkRow extends Component {
  build() {
    this.words = h("span", {});
    return h("li", { class: `line-mark ${this.props.data.kind}` }, this.words);
  }

  start() {
    super.start();
    this.update(this.props.data);
  }

  update({ at, kind }) {
    setText(this.words, kind === "day" ? dayWords(at) : t("chat.unread"));
  }
}
