/** The frame around the pages: exactly one page is in the document and running. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { focusHeading, h } from "../lib/dom.js";
import { focusNamed } from "../lib/focus_note.js";
import { ConnectionBar } from "./connection_bar.js";
import { InvitationCards } from "./invitation_cards.js";
import { MatchBar } from "./match_bar.js";
import { Notices } from "./notices.js";
import { Placeholder } from "./placeholder.js";
import { Topbar } from "./topbar.js";

const SETTLE = 600; // ms

export class Shell extends Component {
  #page = null;
  #stopFocus = () => {};

  build() {
    const skip = h("button", { class: "skip", onClick: () => this.outlet.focus() }, t("skip"));
    const root = h("div", { class: "shell" }, skip);
    this.topbar = this.append(new Topbar(this.props), root);
    this.append(new ConnectionBar(this.props), root);
    this.append(new MatchBar(this.props), root);
    this.append(new InvitationCards(this.props), root);
    this.outlet = h("main", { class: "outlet", tabindex: "-1" });
    this.asking = this.append(new Placeholder({ large: true, waiting: t("shell.asking") }), this.outlet);
    root.append(this.outlet);
    this.notices = this.append(new Notices(), root);
    return root;
  }

  start() {
    super.start();
    this.asking.show("loading"); // who is signed in, which decides what is shown
  }

  /**
   * Stop the present page and show `page`, a Component with a `title` and optionally `focus()`. `focus` names what had
   * the focus when this page was left.
   */
  show(page, focus = null) {
    const first = this.#page === null;
    this.#stopFocus();
    this.remove(this.#page ?? this.asking);
    this.#page = page;
    page.element.classList.toggle("arrives", !first); // the first page is there at once
    this.append(page, this.outlet);
    this.topbar.arrived();
    this.#note(page.title);
    if (page.focus) page.focus();
    else if (!first) focusHeading(page.element);
    if (focus && !first) this.#stopFocus = focusNamed(focus, this.outlet);
  }

  /** Put the chat beside the pages; it is built later than they are. */
  dock(part) {
    this.append(part, this.element);
    this.outlet.after(part.element);
  }

  /** Note in the store which page is shown. It counts as settled when the server has heard what it left behind. */
  #note(title) {
    const { store } = this.props.app;
    const page = { path: location.pathname, title, settled: false };
    store.set({ page });
    setTimeout(() => {
      const { page: now } = store.state;
      if (now.path === page.path) store.set({ page: { ...now, settled: true } });
    }, SETTLE);
  }
}
