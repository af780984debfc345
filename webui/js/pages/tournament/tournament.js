/**
 * The page of a tournament. It is drawn when the tournament is known, and then follows its parts. Each part has
 * `update(model)`, which is called when it has been built, and whenever the tournament has changed.
 */

import { Placeholder } from "../../components/placeholder.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { catchFocus, h } from "../../lib/dom.js";
import { organises } from "../../tournaments/model.js";
import { NotFound } from "../message.js";
import { Desk } from "./organiser/desk.js";
import { Entrants } from "./entrants.js";
import { Head } from "./head.js";
import { Order } from "./order.js";
import { OwnCard } from "./own_card.js";
import { Play } from "./play.js";
import { Podium } from "./podium.js";

export class Tournament extends Component {
  #view = null;

  build() {
    const root = h("section", { class: "tournament-page" });
    this.placeholder = this.append(new Placeholder({ large: true, waiting: t("tour.loading") }), root);
    return root;
  }

  start() {
    super.start();
    const { app, params } = this.props;
    this.own(app.tournaments.follow.watch(params.id));
    this.own(app.store.subscribe((state) => state.tournaments[params.id], () => this.#render()));
    this.placeholder.show("loading");
    this.#render();
  }

  #render() {
    const { app, params } = this.props;
    const model = app.store.state.tournaments[params.id];
    if (model === undefined) return;
    this.placeholder.show("ready");
    if (model === null) this.#instead();
    else if (this.#view instanceof View) this.#view.update(model);
    else this.#show(model);
  }

  #show(model) {
    if (this.#view) this.remove(this.#view);
    this.#view = this.append(new View({ app: this.props.app, model }), this.element);
    const { store } = this.props.app;
    store.set({ page: { ...store.state.page, title: model.head.plan.name } });
    catchFocus(this.element);
  }

  #instead() {
    if (this.#view) this.remove(this.#view);
    this.#view = this.append(new NotFound({ text: t("tour.missing") }), this.element);
    catchFocus(this.element);
  }
}

class View extends Component {
  #desk = null;

  build() {
    const { app, model } = this.props;
    const root = h("div", { class: "tournament" });
    const columns = h("div", { class: "tour-columns" });
    const [main, side] = [h("div", { class: "column tour-main" }), h("div", { class: "column tour-side" })];
    const props = { app, model };
    this.parts = [this.append(new Head(props), root)];
    const own = h("div", { class: "tour-own", "aria-live": "polite" });
    this.parts.push(this.append(new OwnCard(props), own));
    root.append(own);
    this.place = h("div", { class: "tour-desk" });
    root.append(this.place);
    this.parts.push(this.append(new Podium(props), main));
    this.parts.push(this.append(new Play(props), main));
    this.parts.push(this.append(new Order(props), side));
    this.parts.push(this.append(new Entrants(props), side));
    columns.append(main, side);
    root.append(columns);
    this.update(model);
    return root;
  }

  update(model) {
    for (const part of this.parts) part.update(model);
    this.#desks(model);
  }

  /** Who organises it has a desk. */
  #desks(model) {
    const may = organises(model, this.props.app.store.state.player?.id);
    if (may && this.#desk) this.#desk.update(model);
    else if (may) this.#open(model);
    else if (this.#desk) this.remove(this.#desk);
    if (!may) this.#desk = null;
    this.place.hidden = !may;
  }

  #open(model) {
    this.#desk = this.append(new Desk({ app: this.props.app, model }), this.place);
    this.#desk.update(model);
  }
}
