/** The order of play: what is played, who is called and until when, and what comes after that. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { Rows } from "../../components/rows.js";
import { every } from "../../lib/ticker.js";
import { hasEnded, liveMatch, pointsOf, score } from "../../tournaments/model.js";
import { estimates, missing, orderOfPlay } from "../../tournaments/order.js";
import { sayLeft, sayPairing, saySide, sayTwo } from "../../tournaments/words.js";

const GROUPS = ["now", "called", "next", "later"];
const FIRST = 8;
const MINUTE = 60_000; // ms

export class Order extends Component {
  build() {
    const { app } = this.props;
    this.groups = Object.fromEntries(GROUPS.map((name) => {
      const rows = new Rows({
        key: ({ one }) => one.key,
        row: (line) => new Line({ app, line, kind: name }),
        first: FIRST,
        label: t(`tour.order.${name}`),
      });
      return [name, { rows, title: h("h3", {}, t(`tour.order.${name}`)) }];
    }));
    const root = h("section", { class: "card order" }, h("h2", {}, t("tour.order")));
    for (const { rows, title } of Object.values(this.groups)) {
      root.append(title);
      this.append(rows, root);
    }
    return root;
  }

  update(model) {
    this.element.hidden = hasEnded(model) || model.pairings.length === 0;
    const order = orderOfPlay(model);
    const soon = estimates(model, order, this.props.app.session.clock.now());
    for (const [name, { rows, title }] of Object.entries(this.groups)) {
      title.hidden = order[name].length === 0;
      rows.show(order[name].map((one) => ({ model, one, wait: soon.get(one.key) })));
      rows.element.hidden = order[name].length === 0;
    }
  }
}

/** One pairing: `{model, one, wait}`; `wait` is an estimate in ms, if there is one. */
class Line extends Component {
  build() {
    this.two = h("span", { class: "row-title" });
    this.note = h("span", { class: "row-note" });
    this.points = h("span", { class: "order-points" });
    this.inMatch = h("span", { class: "row-note" });
    this.acts = h("div", { class: "row-acts" });
    this.update(this.props.line);
    return h("li", { class: "row" }, h("div", { class: "row-main" }, this.two, this.note, this.inMatch), this.points, this.acts);
  }

  start() {
    super.start();
    if (this.props.kind === "called") this.own(every(1000, () => this.#tick()));
  }

  update(line) {
    this.line = line;
    const { model, one } = line;
    setText(this.two, sayTwo(model, one));
    const points = score(model, one);
    const now = pointsOf(model, one);
    setText(this.points, points ? `${points[0]} : ${points[1]}` : "");
    setText(this.inMatch, now ? t("tour.in_match", { first: now[0], second: now[1] }) : "");
    const match = liveMatch(one)?.match;
    if (match !== this.match) this.acts.replaceChildren(...(match ? [this.#watch(match)] : []));
    this.match = match;
    this.#tick();
  }

  #watch(match) {
    return h("a", { class: "button small", href: `/match/${match}`, "aria-label": t("tour.watch.label", { two: this.two.textContent }) }, t("tour.watch"));
  }

  #tick() {
    const { model, one, wait } = this.line;
    const words = [sayPairing(model, one)];
    if (wait) words.push(t("tour.about", { count: Math.max(1, Math.round(wait / MINUTE)) }));
    const absent = missing(one);
    const station = one.station !== null;
    if (one.state === "called" && station) words.push(t("tour.at_station"));
    else if (absent.length > 0) words.push(this.#sayMissing(absent));
    setText(this.note, words.join(" · "));
  }

  #sayMissing(absent) {
    const { model, one } = this.line;
    const left = sayLeft(one.until - this.props.app.session.clock.now());
    const [name, other] = absent.map((side) => saySide(model, one, side));
    if (model.head.held) return t("tour.held");
    return other ? t("tour.missing.both", { name, other, left }) : t("tour.missing.one", { name, left });
  }
}
