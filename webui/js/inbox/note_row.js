/** A line of the inbox: what was said, when, and whether it was read before. */

import { ago } from "../i18n/dates.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h, setText } from "../lib/dom.js";
import { placeOf, sayNotice } from "./words.js";

export class NoteRow extends Component {
  build() {
    const { note } = this.props;
    this.words = h("span", { class: "note-words" });
    this.about = h("span", { class: "row-note" });
    const href = placeOf(note.notice);
    const onClick = () => this.#open(href);
    const face = [this.words, this.about];
    this.link = href
      ? h("a", { class: "note-link", href, onClick }, face)
      : h("button", { class: "note-link", type: "button", onClick }, face);
    this.update(note);
    return h("li", { class: "row" }, this.link);
  }

  update(note) {
    this.note = note;
    setText(this.words, sayNotice(note.notice));
    setText(this.about, note.read ? ago(note.at) : `${ago(note.at)} · ${t("inbox.new")}`);
    this.link.classList.toggle("unread", !note.read);
  }

  /** Whoever opens it has read it; if that is not heard, the page shows it as unread again. */
  #open(href) {
    const { app, close } = this.props;
    app.inbox.read(this.note).catch(() => {});
    if (href) return;
    close();
    app.chat.set(true);
  }
}
