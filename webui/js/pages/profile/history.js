/** A player's finished matches, newest first, loaded page by page. */

import { Rows } from "../../components/rows.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, setText } from "../../lib/dom.js";
import { PlayedRow } from "./played_row.js";

const PAGE = 10;
const MOST = 100; // the server's limit for one request

export class History extends Component {
  #matches = [];
  #next = null;

  build() {
    const { app, person } = this.props;
    const own = person.id === app.store.state.player?.id;
    this.rows = new Rows({
      key: (match) => match.id,
      row: (match) => new PlayedRow({ app, match }),
      className: "rows played",
      first: Infinity, // the server sends them page by page
      label: t("history.title"),
      waiting: t("history.loading"),
      empty: h("p", { class: "soft" }, t(own ? "history.empty.own" : "history.empty")),
    });
    this.status = h("p", { class: "soft", role: "status" });
    this.more = h("button", { class: "button", hidden: true, onClick: () => busy(this.more, () => this.#load()) }, t("history.more"));
    const root = h("section", { class: "card" }, h("h2", {}, t("history.title")));
    this.append(this.rows, root);
    root.append(h("div", { class: "history-foot" }, this.status, this.more));
    return root;
  }

  start() {
    super.start();
    this.#begin();
  }

  /** Load the first page; after Back or a reload, as many as before, at the same place. */
  async #begin() {
    const { router } = this.props.app;
    await this.#load(Math.min(Math.max(router.kept?.matches ?? 0, PAGE), MOST));
    if (this.running) router.scroll();
  }

  async #load(count = PAGE) {
    const { api, router } = this.props.app;
    const from = this.#next ? `&before=${encodeURIComponent(this.#next)}` : "";
    const path = `/players/${encodeURIComponent(this.props.person.id)}/matches?limit=${count}${from}`;
    this.rows.miss("loading");
    try {
      const { matches, next } = await api.ask("GET", path);
      if (!this.running) return;
      this.#add(matches, next);
      router.keep({ matches: this.#matches.length });
    } catch (error) {
      this.#fail(sayProblem(error), count);
    }
  }

  #fail(text, count) {
    const focused = document.activeElement === this.more;
    this.more.hidden = true;
    this.rows.miss("failed", { text: `${t("history.failed")} ${text}`, again: () => this.#load(count) });
    if (focused) this.rows.placeholder.focus();
  }

  #add(matches, next) {
    const first = this.#matches.length;
    this.#next = next;
    this.#matches = [...this.#matches, ...matches];
    const focused = [this.more, this.rows.placeholder.button].includes(document.activeElement);
    this.rows.show(this.#matches);
    const count = this.#matches.length;
    setText(this.status, next || count === 0 ? "" : t("history.end", { count }));
    this.more.hidden = !next;
    if (first > 0 && focused) this.rows.list.children[first]?.querySelector("a")?.focus();
  }
}
