/** What organisers do, and the log of it. */

import { t } from "../../../i18n/t.js";
import { Component } from "../../../lib/component.js";
import { busy, h } from "../../../lib/dom.js";
import { confirm, organise, pathOf } from "../../../tournaments/acts.js";
import { hasEnded } from "../../../tournaments/model.js";
import { Acts } from "./acts.js";
import { changePlan } from "./change_plan.js";
import { EnterForm } from "./enter_form.js";
import { Field } from "./field_desk.js";
import { Helpers } from "./helpers.js";
import { Pairings } from "./pairings_desk.js";

export class Desk extends Component {
  build() {
    const { app, model } = this.props;
    this.acts = h("div", { class: "actions" });
    this.note = h("p", { class: "soft" });
    this.more = [["enter", EnterForm], ["field", Field], ["pairings", Pairings], ["helpers", Helpers], ["acts", Acts]];
    const root = h("section", { class: "card desk" }, h("h2", {}, t("desk.title")), this.acts);
    this.parts = this.more.map(([name, Part]) => {
      const place = h("details", { class: "desk-part" }, h("summary", {}, t(`desk.${name}`)));
      root.append(place);
      return [place, this.append(new Part({ app, model }), place)];
    });
    this.station = h("a", { class: "button small", href: pathOf(model.id, "/station") }, t("desk.station"));
    const path = `/api/v1/tournaments/${encodeURIComponent(model.id)}/roster.csv`;
    const roster = h("a", { class: "button small", href: path, download: "roster.csv" }, t("desk.roster"));
    root.append(h("div", { class: "actions" }, this.station, roster));
    return root;
  }

  update(model) {
    this.model = model;
    for (const [place, part] of this.parts) {
      part.update(model);
      place.hidden = part.idle?.(model) ?? false;
    }
    this.station.hidden = hasEnded(model);
    const key = [model.head.phase, model.head.held, model.entrants.length > 1].join();
    if (key !== this.key) this.#draw();
    this.key = key;
  }

  #draw() {
    const { held, phase } = this.model.head;
    const buttons = {
      registration: ["start", "change", "cancel"],
      check_in: ["begin", "extend", "cancel"],
      running: [held ? "go_on" : "hold", "cancel"],
    };
    const focused = this.acts.contains(document.activeElement);
    this.acts.replaceChildren(...(buttons[phase] ?? []).map((name) => this.#button(name)));
    if (focused) this.acts.firstElementChild?.focus();
    this.acts.hidden = this.acts.childElementCount === 0;
  }

  #button(name) {
    const kind = { start: "primary", begin: "primary", go_on: "primary", cancel: "danger" }[name] ?? "";
    const onClick = () => busy(element, () => ACTS[name](this.props.app, this.model));
    const element = h("button", { class: `button ${kind}`, type: "button", onClick }, t(`desk.do.${name}`));
    return element;
  }
}

const EXTRA = 300; // seconds

const ACTS = {
  start: (app, { id }) => organise(app, id, { act: "start" }),
  begin: (app, { id }) => organise(app, id, { act: "start" }),
  change: changePlan,
  hold: (app, { id }) => organise(app, id, { act: "hold", on: true }),
  go_on: (app, { id }) => organise(app, id, { act: "hold", on: false }),
  extend: (app, { id }) => organise(app, id, { act: "extend", seconds: EXTRA }),
  async cancel(app, { head, id }) {
    const words = { title: t("desk.cancel.title"), text: t("desk.cancel.text", { name: head.plan.name }), go: t("desk.do.cancel") };
    if (await confirm(app, words)) await organise(app, id, { act: "cancel" });
  },
};
