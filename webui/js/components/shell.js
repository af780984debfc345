/** The frame around the pages: exactly one page is in the document and running. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { focusHeading, h } from "../lib/dom.js";
import { ConnectionBar } from "./connection_bar.js";
import { Notices } from "./notices.js";
import { Topbar } from "./topbar.js";

export class Shell extends Component {
  #page = null;

  build() {
    const skip = h("button", { class: "skip", onClick: () => this.outlet.focus() }, t("skip"));
    const root = h("div", { class: "shell" }, skip);
    this.topbar = this.append(new Topbar(this.props), root);
    this.append(new ConnectionBar(this.props), root);
    this.outlet = h("main", { class: "outlet", tabindex: "-1" });
    root.append(this.outlet);
    this.notices = this.append(new Notices(), root);
    return root;
  }

  /** Stop the present page and show `page`, a Component with a `title` and optionally `focus()`. */
  show(page) {
    const first = this.#page === null;
    if (this.#page) this.remove(this.#page);
    this.#page = page;
    page.element.classList.toggle("arrives", !first); // the first page is there at once
    this.append(page, this.outlet);
    this.topbar.arrived();
    document.title = t("title", { page: page.title });
    if (page.focus) page.focus();
    else if (!first) focusHeading(page.element);
  }
}
