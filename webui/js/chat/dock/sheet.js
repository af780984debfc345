/** What stands in the dock in place of a room for a while: the public rooms, the members of one, a search. */

import { back } from "../../components/icons.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { glyphButton } from "./buttons.js";

/** `close()` leads back to the room. Override `title` and `fill(root)`. */
export class Sheet extends Component {
  build() {
    const button = glyphButton({ label: t("chat.sheet.close"), onClick: () => this.props.close() }, back());
    const head = h("div", { class: "sheet-head" }, button, h("h2", {}, this.title));
    this.body = h("div", { class: "sheet-body" });
    const root = h("section", { class: "sheet", "aria-label": this.title }, head, this.body);
    this.fill(this.body);
    return root;
  }

  /** The heading. */
  get title() {
    throw new Error(`${this.constructor.name} has no title`);
  }

  /** Put what it consists of into `body`. */
  fill() {
    throw new Error(`${this.constructor.name} has no fill()`);
  }

  focus() {
    this.finder.focus();
  }
}
