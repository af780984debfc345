/** What a tournament is: its name, format, who organises it, and when it begins. */

import { Person } from "../../components/person.js";
import { moment } from "../../i18n/dates.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { every } from "../../lib/ticker.js";
import { pathOf } from "../../tournaments/acts.js";
import { sayLeft, sayPlan } from "../../tournaments/words.js";

export class Head extends Component {
  build() {
    const { model } = this.props;
    this.name = h("h1", { tabindex: "-1" });
    this.phase = h("span", { class: "badge" });
    this.plan = h("p", { class: "soft" });
    this.by = h("p", { class: "tour-by" });
    this.when = h("p", { class: "tour-when" });
    const path = `/api/v1/tournaments/${encodeURIComponent(model.id)}`;
    this.results = file("results.csv", `${path}/results.csv`, t("tour.results"));
    this.all = file("tournament.json", path, t("tour.all"));
    this.description = h("p", { class: "tour-description" });
    const root = h("header", { class: "tour-head" }, [
      h("div", { class: "tour-title" }, this.name, this.phase),
      this.plan,
      this.when,
      this.by,
      this.description,
      h("div", { class: "actions tour-links" }, [
        h("a", { class: "button small", href: pathOf(model.id, "/screen") }, t("tour.screen")),
        this.results,
        this.all,
        h("button", { class: "button small", type: "button", onClick: print }, t("tour.print")),
      ]),
    ]);
    return root;
  }

  start() {
    super.start();
    this.own(every(1000, () => this.#tick()));
  }

  update(model) {
    const before = this.model?.head;
    this.model = model;
    const { head } = model;
    if (before === head) return;
    setText(this.name, head.plan.name);
    this.phase.dataset.phase = head.held ? "held" : head.phase;
    setText(this.phase, t(`tour.phase.${head.held ? "held" : head.phase}`));
    setText(this.plan, sayPlan(head.plan));
    setText(this.description, head.plan.description);
    this.description.hidden = head.plan.description === "";
    this.results.hidden = this.all.hidden = head.started === null;
    this.#organisers([head.owner, ...head.organisers]);
    this.#tick();
  }

  /** A person's menu must stay open, so their names are only drawn again when they change. */
  #organisers(people) {
    const ids = people.map(({ id, name }) => `${id} ${name}`).join();
    if (ids === this.by.dataset.people) return;
    this.by.dataset.people = ids;
    this.clear();
    this.by.replaceChildren(h("span", { class: "soft" }, t("tour.by")), " ");
    for (const { id, name } of people) {
      const person = { id: id || null, name }; // where a block parts the two there is only the name
      this.append(new Person({ app: this.props.app, person }), this.by);
    }
  }

  #tick() {
    setText(this.when, sayWhen(this.model, this.props.app.session.clock.now()));
    this.when.hidden = this.when.textContent === "";
  }
}

function file(name, href, words) {
  return h("a", { class: "button small", href, download: name }, words);
}

function print() {
  globalThis.print();
}

/** When it begins or has begun, and how many take part. */
function sayWhen({ entrants, head: { ended, phase, plan, started, until, why } }, now) {
  const of = t("tour.entered", { count: entrants.length, most: plan.most });
  if (phase === "cancelled") return t(`tour.why.${why ?? "organiser"}`);
  if (phase === "over") return t("tour.when.over", { moment: moment(ended) });
  if (phase === "running") return t("tour.when.running", { moment: moment(started) });
  if (phase === "check_in") return `${t("tour.when.check_in", { left: sayLeft(until - now) })} · ${of}`;
  if (plan.start === "full") return `${t("tour.when.full")} · ${of}`;
  if (plan.start === "hand") return `${t("tour.when.hand")} · ${of}`;
  return `${t("tour.when.time", { moment: moment(plan.starts_at), left: sayLeft(plan.starts_at - now) })} · ${of}`;
}
