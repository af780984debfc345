/** The leaderboard of a mode: of all time, of this month, or among friends. */

import { Choice } from "../../components/choice.js";
import { Rows } from "../../components/rows.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h } from "../../lib/dom.js";
import { BoardRow } from "./board_row.js";

export const MODES = ["classic", "short"];
const SPANS = ["all", "month", "friends"];

export class Leaderboard extends Component {
  #lines = [];
  #next = null;
  #asked = 0;

  get title() {
    return t("board.title");
  }

  build() {
    const { app } = this.props;
    const { mode = "classic", span = "all" } = app.router.kept ?? {};
    const choice = (name, values, value) => {
      const options = values.map((each) => [each, t(`${name === "mode" ? "mode" : "board.span"}.${each}`)]);
      return new Choice({ legend: t(`board.${name}`), name, options, value, onChange: () => this.#begin() });
    };
    this.mode = choice("mode", MODES, mode);
    this.span = choice("span", SPANS, span);
    this.empty = h("div", { class: "empty" }, (this.emptyWords = h("p", {})), h("p", {}, h("a", { href: "/" }, t("board.empty.go"))));
    this.rows = new Rows({
      key: ({ player }) => player.id,
      row: (line) => new BoardRow({ app, line }),
      className: "rows board",
      first: Infinity, // the server sends them page by page
      label: t("board.title"),
      waiting: t("board.loading"),
      empty: this.empty,
    });
    this.more = h("button", { class: "button", hidden: true, onClick: () => busy(this.more, () => this.#load()) }, t("board.more"));
    this.ownPlace = h("ul", { class: "rows board board-own", "aria-label": t("board.own"), hidden: true });
    const card = h("section", { class: "card" });
    this.append(this.rows, card);
    card.append(h("div", { class: "history-foot" }, this.more), this.ownPlace);
    return h("section", { class: "leaderboard" }, [
      h("div", { class: "page-head" }, h("h1", {}, t("board.title")), h("p", { class: "soft" }, t("board.lead"))),
      h("div", { class: "board-choices" }, this.mode.element, this.span.element),
      card,
    ]);
  }

  start() {
    super.start();
    this.#begin();
  }

  /** Show the first page of what is chosen; after Back or a reload at the same place. */
  async #begin() {
    const { router } = this.props.app;
    router.keep({ mode: this.mode.value, span: this.span.value });
    this.#lines = [];
    this.#next = 0;
    await this.#load();
    if (this.running) router.scroll();
  }

  async #load() {
    const [mode, span, asked] = [this.mode.value, this.span.value, (this.#asked += 1)];
    this.rows.miss("loading");
    try {
      const board = await this.props.app.api.ask("GET", `/leaderboard?mode=${mode}&span=${span}&after=${this.#next}`);
      if (this.running && asked === this.#asked) this.#show(board);
    } catch (error) {
      if (asked !== this.#asked) return;
      this.more.hidden = true;
      this.rows.miss("failed", { text: sayProblem(error), again: () => this.#load() });
    }
  }

  #show({ lines, own, next, span }) {
    const { app } = this.props;
    const first = this.#lines.length;
    const focused = document.activeElement === this.more;
    this.emptyWords.textContent = t(`board.empty.${span}`);
    // somebody may have moved on to this page meanwhile
    const known = new Set(lines.map(({ player }) => player.id));
    this.#lines = [...this.#lines.filter(({ player }) => !known.has(player.id)), ...lines];
    this.#next = next;
    this.rows.show(this.#lines);
    this.more.hidden = next === null;
    if (first > 0 && focused) this.rows.list.children[first]?.querySelector("a")?.focus();
    const apart = own && !this.#lines.some(({ player }) => player.id === own.player.id);
    if (this.ownRow) this.remove(this.ownRow);
    this.ownRow = apart ? this.append(new BoardRow({ app, line: own }), this.ownPlace) : null;
    this.ownPlace.hidden = !apart;
  }
}
