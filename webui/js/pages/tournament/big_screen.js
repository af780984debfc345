/** The big screen: no log-in, large type, and nothing to press. It asks the server again and again. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { every } from "../../lib/ticker.js";
import { pages } from "../../tournaments/bracket.js";
import { pathOf } from "../../tournaments/acts.js";
import { hasEnded, pointsOf, score, whole } from "../../tournaments/model.js";
import { missing, orderOfPlay } from "../../tournaments/order.js";
import { sayLeft, sayName, sayPairing, sayPlan, saySide } from "../../tournaments/words.js";
import { NotFound } from "../message.js";
import { BracketPicture } from "./bracket_picture.js";
import { CrossTable } from "./cross_table.js";
import { Podium } from "./podium.js";
import { Standings } from "./standings.js";

const PERIOD = 2000; // ms
const TALL = 16; // pairings one above the other that can be read from afar
const TURN = 12_000; // ms
const STALE = 10_000; // ms without an answer after which the screen says so
const LINES = 6;

export class BigScreen extends Component {
  #asking = false;
  #heard = Date.now();
  #offset = 0;
  #text = "";
  #until = 0;

  get title() {
    return t("tour.screen");
  }

  build() {
    this.name = h("h1", { tabindex: "-1" });
    this.about = h("p", { class: "soft" });
    this.stale = h("p", { class: "screen-stale", role: "status", hidden: true }, t("screen.stale"));
    const { id } = this.props.params;
    this.code = h("img", { class: "screen-code", alt: t("screen.code", { address: `${location.host}${pathOf(id)}` }), width: 160, height: 160, hidden: true });
    this.code.addEventListener("load", () => (this.code.hidden = false));
    this.code.src = `/api/v1/tournaments/${encodeURIComponent(id)}/code.svg`;
    this.join = h("p", { class: "screen-join" });
    this.main = h("div", { class: "screen-main" });
    this.side = h("div", { class: "screen-side", tabindex: "0", role: "group", "aria-label": t("tour.order") });
    const head = h("header", { class: "screen-head" }, h("div", {}, this.name, this.about, this.stale), h("div", { class: "screen-way" }, this.join, this.code));
    return h("section", { class: "screen" }, head, h("div", { class: "screen-body" }, this.main, this.side));
  }

  start() {
    super.start();
    this.own(every(PERIOD, () => this.#ask()));
    this.own(every(1000, () => this.model && this.#queue()));
  }

  /** The time of the server, by the date of its last answer: the clock of a projector's computer may be wrong. */
  get #now() {
    return Date.now() + this.#offset;
  }

  /** Ask how it stands; without an answer what is shown stays. */
  async #ask() {
    if (this.#asking || Date.now() < this.#until) return;
    this.#asking = true;
    const path = `/api/v1/tournaments/${encodeURIComponent(this.props.params.id)}`;
    const response = await fetch(path, { signal: AbortSignal.timeout(STALE) }).catch(() => null);
    const text = response?.ok ? await response.text().catch(() => null) : null;
    this.#asking = false;
    if (!this.running) return;
    if (response) this.#setClock(response);
    if (text) this.#take(text);
    else if (response?.status === 404) this.#missing();
    else if (response) this.#rest(response); // several screens at one address may ask too often
    this.stale.hidden = Date.now() - this.#heard < STALE;
  }

  #setClock({ headers }) {
    const date = Date.parse(headers.get("Date") ?? "");
    if (!Number.isNaN(date) && Math.abs(date - Date.now()) > 2000) this.#offset = date - Date.now();
  }

  #rest({ headers }) {
    this.#until = Date.now() + 1000 * (Number(headers.get("Retry-After")) || 5);
  }

  #missing() {
    this.#heard = Date.now();
    if (this.model || this.lost) return;
    this.lost = this.append(new NotFound({ text: t("tour.missing") }), this.main);
  }

  /** Its version counts only what pages with a socket were shown, so the text itself tells whether it has changed. */
  #take(text) {
    this.#heard = Date.now();
    if (text === this.#text) return;
    this.#text = text;
    this.model = whole(JSON.parse(text));
    const { head } = this.model;
    setText(this.name, head.plan.name);
    setText(this.about, `${sayPlan(head.plan)} · ${t(`tour.phase.${head.held ? "held" : head.phase}`)}`);
    const open = ["registration", "check_in"].includes(head.phase);
    setText(this.join, open ? t("screen.join", { address: `${location.host}${pathOf(this.model.id)}` }) : t("screen.follow"));
    if (this.#kind !== this.kind) this.#begin();
    this.part.update(this.model);
    this.#queue();
  }

  get #kind() {
    const { head, pairings } = this.model;
    if (hasEnded(this.model)) return "over";
    if (pairings.length === 0) return "early";
    return ["single", "double"].includes(head.plan.format) ? "bracket" : head.plan.format;
  }

  #begin() {
    this.kind = this.#kind;
    this.clear();
    this.main.replaceChildren();
    const { app } = this.props;
    const props = { app, model: this.model };
    const parts = {
      bracket: () => new Bracket(props),
      early: () => new Early(props),
      over: () => new Podium(props),
      robin: () => new CrossTable(props),
      swiss: () => new Standings(props),
    };
    this.part = this.append(parts[this.kind](), this.main);
    if (this.kind !== "over") return;
    const table = new Standings(props);
    this.side.replaceChildren();
    this.append(table, this.side);
    table.update(this.model);
    this.side.hidden = this.model.standings.length === 0;
  }

  /** What is played with its score, who is called, and who comes then. */
  #queue() {
    const { called, next, now } = orderOfPlay(this.model);
    const groups = [["now", now], ["called", called], ["next", next]].filter(([, ones]) => ones.length > 0);
    const shown = groups.map(([name, ones]) => h("section", { class: `screen-group ${name}` }, [
      h("h2", {}, t(`tour.order.${name}`)),
      h("ul", {}, ones.slice(0, LINES).map((one) => this.#fight(one))),
      ones.length > LINES ? h("p", { class: "soft" }, t("screen.more", { count: ones.length - LINES })) : null,
    ].filter(Boolean)));
    if (hasEnded(this.model)) return;
    this.side.replaceChildren(...shown);
    this.side.hidden = shown.length === 0;
  }

  #fight(one) {
    const points = score(this.model, one);
    const names = [0, 1].map((side) => h("span", { class: `fight-name ${missing(one).includes(side) && one.station === null ? "missing" : ""}` }, saySide(this.model, one, side)));
    const middle = h("span", { class: "fight-points" }, points ? `${points[0]}:${points[1]}` : t("screen.against"));
    const left = one.state === "called" && one.station === null ? sayLeft(one.until - this.#now) : "";
    const now = pointsOf(this.model, one);
    const inMatch = now && t("tour.in_match", { first: now[0], second: now[1] });
    const note = [sayPairing(this.model, one), left, inMatch].filter(Boolean).join(" · ");
    return h("li", { class: "fight" }, names[0], middle, names[1], h("span", { class: "fight-note" }, note));
  }
}

/** What of the bracket can be read from afar, one part after the other. */
class Bracket extends Component {
  #place = 0;

  build() {
    this.picture = new BracketPicture({});
    const scroll = { tabindex: "0", role: "group", "aria-label": t("tour.bracket.scroll") };
    return h("div", { class: "screen-bracket", ...scroll }, this.picture.element);
  }

  start() {
    super.start();
    this.own(every(TURN, () => this.#turn()));
  }

  update(model) {
    this.model = model;
    const all = pages(model, TALL);
    this.picture.part = all[this.#place % all.length];
    this.picture.update(model);
  }

  #turn() {
    if (!this.model) return;
    this.#place += 1;
    this.update(this.model);
  }
}

class Early extends Component {
  build() {
    this.count = h("p", { class: "screen-count" });
    this.names = h("ul", { class: "screen-names" });
    return h("div", {}, this.count, this.names);
  }

  update({ entrants, head }) {
    setText(this.count, t("tour.entered", { count: entrants.length, most: head.plan.most }));
    this.names.replaceChildren(...entrants.map((one) => h("li", { class: one.checked ? "checked" : "" }, sayName(one))));
  }
}
