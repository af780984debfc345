/** The own sessions, and how to end them: one by one, or all. */

import { ask } from "../../components/dialog.js";
import { Rows } from "../../components/rows.js";
import { ago, date } from "../../i18n/dates.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, setText } from "../../lib/dom.js";
import { every } from "../../lib/ticker.js";

const AGAIN = 15_000;

export class Sessions extends Component {
  build() {
    const { app } = this.props;
    this.rows = new Rows({
      key: (session) => session.id,
      row: (session) => new SessionRow({ session, end: () => this.#end(session) }),
      label: t("sessions.title"),
      waiting: t("sessions.loading"),
    });
    const out = h("button", { class: "button", onClick: () => busy(out, () => app.logout()) }, t("sessions.out"));
    const all = h("button", { class: "button danger", onClick: () => this.#endAll() }, t("sessions.all"));
    const root = h("section", { class: "card" }, h("h2", {}, t("sessions.title")));
    this.append(this.rows, root);
    root.append(h("div", { class: "actions" }, out, all));
    return root;
  }

  start() {
    super.start();
    this.own(every(AGAIN, () => this.#load()));
  }

  async #load() {
    this.rows.miss("loading");
    try {
      const { sessions } = await this.props.app.api.ask("GET", "/sessions");
      if (this.running) this.rows.show(sessions.toSorted((one, other) => other.current - one.current));
    } catch (error) {
      this.rows.miss("failed", { text: sayProblem(error), again: () => this.#load() });
    }
  }

  async #end({ id, device }) {
    const { api, notify } = this.props.app;
    try {
      await api.ask("DELETE", `/sessions/${encodeURIComponent(id)}`);
      notify({ text: t("sessions.ended", { device }) });
    } catch (error) {
      notify({ text: sayProblem(error), kind: "error" });
    }
    await this.#load();
  }

  async #endAll() {
    const { app, signal } = this.props;
    const choices = [
      { value: "stay", label: t("sessions.all.stay") },
      { value: "out", label: t("sessions.all"), kind: "danger" },
    ];
    const text = t("sessions.all.text");
    const choice = await ask({ router: app.router, signal, title: t("sessions.all.title"), text, choices });
    if (choice === "out") await app.logout({ everywhere: true });
  }
}

class SessionRow extends Component {
  build() {
    const { session, end } = this.props;
    const { device, address } = session;
    const label = t("sessions.end.label", { device, address });
    const onClick = () => busy(button, end);
    const button = h("button", { class: "button small", "aria-label": label, onClick }, t("sessions.end"));
    this.note = h("span", { class: "row-note" });
    const marks = session.current && h("span", { class: "mark" }, t("sessions.this"));
    this.update(session);
    return h("li", { class: "row" }, [
      h("div", { class: "row-main" }, h("span", { class: "row-title" }, device, marks), this.note),
      !session.current && button,
    ]);
  }

  update({ address, created_at: since, current, open, seen_at: seen }) {
    const lately = open && !current ? t("sessions.open") : !current && t("sessions.seen", { ago: ago(seen) });
    const words = [address, lately, t("sessions.since", { date: date(since) })];
    setText(this.note, words.filter(Boolean).join(" · "));
  }
}
