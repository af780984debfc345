/** All pairings by round, in words: for who hears the bracket, and what there is to see of a Swiss or a round robin. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { passes } from "../../tournaments/bracket.js";
import { liveMatch } from "../../tournaments/model.js";
import { rounds } from "../../tournaments/order.js";
import { sayRound, sayState, sayTwo, saySide } from "../../tournaments/words.js";

export class RoundsList extends Component {
  #lines = new Map(); // key -> {element, pairing}
  #sections = new Map();

  build() {
    this.body = h("div", { class: "rounds" });
    if (this.props.unseen) return h("div", { class: "unseen" }, this.body);
    return h("section", { class: "card" }, h("h2", {}, t("tour.rounds")), this.body);
  }

  update(model) {
    const all = rounds(model).filter(({ pairings }) => pairings.some((one) => one.state !== "void"));
    const current = all.find(({ pairings }) => pairings.some(({ outcome, state }) => !outcome && state !== "void"));
    for (const round of all) this.#round(model, round, round === current);
    this.entrants = model.entrants;
  }

  #round(model, { part, pairings, round }, isCurrent) {
    const key = `${part} ${round}`;
    if (!this.#sections.has(key)) this.#section(key);
    const { list, root, title } = this.#sections.get(key);
    setText(title, sayRound(model, part, round));
    if (root.dataset.current !== String(isCurrent)) {
      root.dataset.current = String(isCurrent);
      if (root.tagName === "DETAILS") root.open = isCurrent;
    }
    for (const one of pairings) this.#line(model, one, list);
  }

  #section(key) {
    const title = h("h3", {});
    const list = h("ul", {});
    const heard = this.props.unseen;
    const root = heard ? h("section", {}, title, list) : h("details", {}, h("summary", {}, title), list);
    this.body.append(root);
    this.#sections.set(key, { list, root, title });
  }

  #line(model, one, list) {
    const known = this.#lines.get(one.key);
    if (known?.pairing === one && this.entrants === model.entrants) return;
    const element = known?.element ?? h("li", { class: "round-line" });
    this.#lines.set(one.key, { element, pairing: one });
    if (!known) list.append(element);
    element.hidden = one.state === "void" || (Boolean(this.props.unseen) && passes(model, one));
    element.dataset.state = one.state;
    const match = liveMatch(one);
    const words = one.outcome?.cause === "bye" ? t("tour.bye", { name: saySide(model, one, one.outcome.winner) }) : sayTwo(model, one);
    const parts = [h("span", { class: "round-two" }, words), h("span", { class: "round-state" }, isBye(one) ? "" : sayState(model, one))];
    if (match && !this.props.unseen) parts.push(h("a", { class: "button small", href: `/match/${match.match}` }, t("tour.watch")));
    element.replaceChildren(...parts);
  }
}

function isBye({ outcome }) {
  return outcome?.cause === "bye";
}
