/** Tournaments: one's own, and all others by stage and format. The filters are in the address. */

import { Rows } from "../../components/rows.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h } from "../../lib/dom.js";
import { MOST } from "../../tournaments/plan.js";
import { Mine } from "./mine.js";
import { TournamentRow } from "./tournament_row.js";

const STAGES = ["open", "running", "over"];
const PAGE = 20;

export class List extends Component {
  #found = [];
  #asked = 0;

  get title() {
    return t("tours.title");
  }

  build() {
    const { app } = this.props;
    this.stages = STAGES.map((stage) => {
      const onClick = () => this.#choose({ stage });
      return h("button", { class: "tab", type: "button", "data-stage": stage, onClick }, t(`tours.stage.${stage}`));
    });
    const formats = Object.keys(MOST).map((value) => h("option", { value }, t(`tour.format.${value}`)));
    this.format = h("select", { class: "input games-length", "aria-label": t("tours.format") }, h("option", { value: "" }, t("tours.format.any")), formats);
    this.format.addEventListener("change", () => this.#choose({ format: this.format.value }));
    this.rows = new Rows({
      key: ({ id }) => id,
      row: (line) => new TournamentRow({ line }),
      first: Infinity, // the server sends them page by page
      label: t("tours.title"),
      waiting: t("tours.loading"),
      empty: h("div", { class: "empty" }, h("p", {}, t("tours.none")), h("p", {}, t("tours.none.hint"))),
    });
    const onMore = () => busy(this.more, () => this.#load());
    this.more = h("button", { class: "button", type: "button", hidden: true, onClick: onMore }, t("tours.more"));
    const ways = h("div", { class: "actions" }, [
      h("a", { class: "button primary", href: "/tournaments/new" }, t("make.title")),
      h("a", { class: "button", href: "/tournaments/local" }, t("here.title")),
    ]);
    const head = h("div", { class: "tour-title" }, h("h1", { tabindex: "-1" }, t("tours.title")), ways);
    const filters = h("div", { class: "filters" }, h("div", { class: "tabs", role: "group", "aria-label": t("tours.stage") }, this.stages), this.format);
    const all = h("section", { class: "card list-card" }, filters);
    this.append(this.rows, all);
    all.append(this.more);
    const columns = h("div", { class: "list-columns" }, all);
    this.append(new Mine({ app }), columns);
    return h("section", { class: "tournament-list" }, head, columns);
  }

  start() {
    super.start();
    this.own(this.props.app.session.on("welcome", () => this.rows.placeholder.element.dataset.status === "failed" && this.#begin()));
    this.#begin();
  }

  get #filter() {
    const given = new URLSearchParams(location.search);
    const stage = STAGES.includes(given.get("stage")) ? given.get("stage") : STAGES[0];
    const format = Object.hasOwn(MOST, given.get("format") ?? "") ? given.get("format") : "";
    return { format, stage };
  }

  /** The same page with another filter; Back leads to the page before it. */
  #choose(change) {
    const { format, stage } = { ...this.#filter, ...change };
    const query = new URLSearchParams({ stage, ...(format ? { format } : {}) });
    history.replaceState(history.state, "", `/tournaments?${query}`);
    this.#begin();
  }

  async #begin() {
    const { format, stage } = this.#filter;
    for (const tab of this.stages) tab.setAttribute("aria-pressed", String(tab.dataset.stage === stage));
    this.format.value = format;
    this.#found = [];
    await this.#load();
  }

  async #load() {
    const { api } = this.props.app;
    const { format, stage } = this.#filter;
    this.#asked += 1;
    const number = this.#asked;
    const query = new URLSearchParams({ stage, limit: PAGE, ...(format ? { format } : {}) });
    const last = this.#found.at(-1);
    if (last) query.set("before", last.id);
    this.rows.miss("loading");
    try {
      const { more, tournaments } = await api.ask("GET", `/tournaments?${query}`);
      if (!this.running || number !== this.#asked) return;
      this.#found = [...this.#found, ...tournaments];
      this.rows.show(this.#found);
      this.more.hidden = !more;
    } catch (error) {
      if (this.running && number === this.#asked) this.#fail(error);
    }
  }

  #fail(error) {
    this.more.hidden = true;
    this.rows.miss("failed", { text: sayProblem(error), again: () => this.#load() });
  }
}
