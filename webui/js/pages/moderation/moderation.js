/** The page of moderators: reports, who is muted, and what was done. */

import { Placeholder } from "../../components/placeholder.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { isModerator } from "../../moderation/model.js";
import { Log } from "./log.js";
import { Muted } from "./muted.js";
import { Reports } from "./reports.js";

export class Moderation extends Component {
  #desk = null;

  get title() {
    return t("mod.title");
  }

  build() {
    const root = h("section", { class: "moderation" }, h("div", { class: "page-head" }, h("h1", {}, t("mod.title"))));
    const empty = h("p", { class: "empty" }, t("mod.not"));
    this.placeholder = this.append(new Placeholder({ waiting: t("mod.asking"), empty }), root);
    return root;
  }

  start() {
    super.start();
    const { store } = this.props.app;
    for (const part of [(state) => state.profile, (state) => state.circle.status]) {
      this.own(store.subscribe(part, () => this.#render()));
    }
    this.#render();
  }

  /** Whoever is no moderator (any more) sees nothing of it. */
  #render() {
    const { people, store } = this.props.app;
    const { circle, profile } = store.state;
    const may = isModerator(store.state);
    const failed = { text: t("friends.failed"), again: () => people.refresh() };
    if (profile) this.placeholder.show(may ? "ready" : "empty");
    else this.placeholder.show(circle.status === "failed" ? "failed" : "loading", failed);
    if (may) this.#desk ??= this.append(new Desk(this.props), this.element);
    else if (this.#desk) this.remove(this.#desk);
    if (!may) this.#desk = null;
  }
}

class Desk extends Component {
  build() {
    const { app } = this.props;
    const [main, side] = [h("div", { class: "column" }), h("div", { class: "column" })];
    this.append(new Reports({ app, closed: false }), main);
    this.append(new Reports({ app, closed: true }), main);
    this.append(new Muted({ app }), side);
    this.append(new Log({ app }), side);
    return h("div", { class: "columns moderation-columns" }, main, side);
  }
}
