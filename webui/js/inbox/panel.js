/** The inbox in a dialog: what the player was told, the newest first. */

import { open } from "../components/dialog.js";
import { Rows } from "../components/rows.js";
import { sayProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { busy, h } from "../lib/dom.js";
import { NoteRow } from "./note_row.js";

/** Show the inbox until it is closed; Escape, Back and every link close it. */
export async function showInbox(app) {
  let panel = null;
  const fill = (dialog) => {
    panel = new Panel({ app, close: () => dialog.close() });
    queueMicrotask(() => panel.start());
    return panel.element;
  };
  await open({ router: app.router, title: t("inbox.title"), fill });
  panel.stop();
}

class Panel extends Component {
  build() {
    const { app, close } = this.props;
    const empty = h("p", { class: "empty" }, t("inbox.empty"));
    const row = (note) => new NoteRow({ app, close, note });
    this.rows = new Rows({
      key: ({ id }) => id, row, first: Infinity, label: t("inbox.list"), waiting: t("inbox.loading"), empty,
    });
    const root = h("div", { class: "inbox" });
    this.append(this.rows, root);
    this.older = this.#button("inbox.more", "quiet", () => app.inbox.more());
    this.all = this.#button("inbox.all", "", () => app.inbox.readAll());
    const leave = h("button", { class: "button primary", type: "button", autofocus: true, onClick: close }, t("inbox.close"));
    root.append(this.older, h("div", { class: "actions" }, this.all, leave));
    return root;
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.inbox, () => this.#render()));
    this.own(store.subscribe((state) => state.player?.id, () => this.props.close()));
    this.#render();
  }

  #button(key, kind, work) {
    const { app } = this.props;
    const failed = (error) => app.notify({ text: sayProblem(error), kind: "error" });
    const onClick = () => busy(button, () => work().catch(failed));
    const button = h("button", { class: `button ${kind}`, type: "button", onClick }, t(key));
    return button;
  }

  #render() {
    const { inbox, store } = this.props.app;
    const { more, notes, status, unread } = store.state.inbox;
    if (status === "ready" || notes.length > 0) this.rows.show(notes);
    else this.rows.miss(status, { text: t("inbox.failed"), again: () => inbox.refresh() });
    this.older.hidden = !more;
    this.all.disabled = unread === 0;
  }
}
