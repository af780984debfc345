/** What organisers do with each pairing: give more time, say who has won, have it played again. */

import { ask } from "../../../components/dialog.js";
import { Rows } from "../../../components/rows.js";
import { t } from "../../../i18n/t.js";
import { Component } from "../../../lib/component.js";
import { busy, h, setText } from "../../../lib/dom.js";
import { organise } from "../../../tournaments/acts.js";
import { missing } from "../../../tournaments/order.js";
import { sayPairing, sayRefusal, saySide, sayState, sayTwo } from "../../../tournaments/words.js";

const EXTRA = 120; // seconds
const ORDER = ["called", "playing", "ready", "over"];

export class Pairings extends Component {
  build() {
    const { app } = this.props;
    this.rows = new Rows({ key: ({ one }) => one.key, row: (line) => new Line({ app, line }), label: t("desk.pairings") });
    const root = h("div", {});
    this.append(this.rows, root);
    return root;
  }

  idle({ head, pairings }) {
    return pairings.length === 0 || head.phase === "cancelled";
  }

  update(model) {
    if (this.pairings === model.pairings && this.entrants === model.entrants) return;
    this.pairings = model.pairings;
    this.entrants = model.entrants;
    const met = model.pairings.filter(({ entrants }) => entrants.every((number) => number !== null));
    const lines = ORDER.flatMap((state) => met.filter((one) => one.state === state));
    this.rows.show(lines.map((one) => ({ model, one })));
  }
}

class Line extends Component {
  build() {
    this.two = h("span", { class: "row-title" });
    this.note = h("span", { class: "row-note" });
    this.acts = h("div", { class: "row-acts" });
    this.update(this.props.line);
    return h("li", { class: "row" }, h("div", { class: "row-main" }, this.two, this.note), this.acts);
  }

  update(line) {
    this.line = line;
    const { model, one } = line;
    setText(this.two, sayTwo(model, one));
    const absent = one.station === null ? missing(one).map((side) => saySide(model, one, side)) : [];
    const waited = absent.length > 0 && t("desk.waits", { names: absent.join(", ") });
    setText(this.note, [sayPairing(model, one), sayState(model, one), waited].filter(Boolean).join(" · "));
    if (one.state === this.state) return;
    this.state = one.state;
    const names = { called: ["extend", "decide"], ready: ["decide"], playing: ["undo"], over: ["undo"] }[one.state];
    this.acts.replaceChildren(...names.map((name) => this.#button(name)));
  }

  #button(name) {
    const onClick = () => busy(element, () => this[name]());
    const label = t(`desk.${name}.of`, { two: this.two.textContent });
    const element = h("button", { class: "button small", type: "button", "aria-label": label, onClick }, t(`desk.do.${name}`));
    return element;
  }

  extend() {
    const { model, one } = this.line;
    return organise(this.props.app, model.id, { act: "extend", pairing: one.key, seconds: EXTRA });
  }

  async decide() {
    const { app } = this.props;
    const { model, one } = this.line;
    const sides = [0, 1].map((side) => ({ value: String(side), label: saySide(model, one, side), kind: "primary" }));
    const choices = [{ value: "", label: t("dialog.cancel") }, ...sides, { value: "none", label: t("desk.decide.nobody") }];
    const title = t("desk.decide.title", { pairing: sayPairing(model, one) });
    const choice = await ask({ router: app.router, title, text: t("desk.decide.text"), choices });
    if (choice === "") return false;
    return organise(app, model.id, { act: "decide", pairing: one.key, winner: choice === "none" ? null : Number(choice) });
  }

  /** The server names what depends on it and has begun; that is shown before it is undone too. */
  async undo() {
    const { app } = this.props;
    const { model, one } = this.line;
    const send = (also) => app.session.request({ t: "organise", tournament: model.id, act: { act: "undo", pairing: one.key, also } });
    if (!(await this.#sure([]))) return;
    try {
      await send([]);
    } catch (error) {
      if (error.code !== "depends") return app.notify({ text: sayRefusal(error), kind: "error" });
      const keys = dependent(error.detail);
      if (await this.#sure(keys)) await send(keys).catch((other) => app.notify({ text: sayRefusal(other), kind: "error" }));
    }
    return undefined;
  }

  async #sure(keys) {
    const { app } = this.props;
    const { model, one } = this.line;
    const named = keys.map((key) => model.pairings.find((each) => each.key === key)).filter(Boolean);
    const list = named.map((each) => `${sayPairing(model, each)}: ${sayTwo(model, each)}`).join("; ");
    const text = keys.length > 0 ? t("desk.undo.also", { list, count: keys.length }) : t("desk.undo.text");
    const choices = [{ value: "no", label: t("dialog.cancel") }, { value: "yes", label: t("desk.undo.go"), kind: "danger" }];
    return (await ask({ router: app.router, title: t("desk.undo.title", { two: sayTwo(model, one) }), text, choices })) === "yes";
  }
}

/** The keys that a refusal to undo names. */
function dependent(detail) {
  return detail.match(/\b(?:[wlr]\d+-\d+|gf2?|third)\b/g) ?? [];
}
