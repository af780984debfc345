/** A report: the line as it was, among those around it, who reported whom and why, and what to do about it. */

import { named } from "../../components/bot.js";
import { ask } from "../../components/dialog.js";
import { Person } from "../../components/person.js";
import { ago, moment, timeOfDay } from "../../i18n/dates.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { acted, attempt, mute, sayPlace } from "../../moderation/acts.js";
import { contextOf, placeOf } from "../../moderation/model.js";

export class ReportRow extends Component {
  build() {
    const { report } = this.props;
    const { at, author, name, reason, reporter, reporter_name: by, room } = report;
    this.lines = h("ol", { class: "report-lines" });
    this.#showLines(false);
    const root = h("li", { class: "report" });
    const head = h("p", { class: "report-head" });
    this.#name(author, name, head);
    head.append(h("span", { class: "row-note", title: moment(at) }, t("mod.report.where", { place: sayPlace(room), ago: ago(at) })));
    const why = h("p", { class: "report-why" }, t("mod.report.why", { reason }), " ");
    this.#name(reporter, by, why);
    root.append(head, this.lines, ...this.#more(), why, this.#foot());
    return root;
  }

  #name(id, name, place) {
    this.append(new Person({ app: this.props.app, person: { id: id ?? null, name: name || t("chat.somebody") }, room: this.props.report.room }), place);
  }

  #showLines(whole) {
    const { report } = this.props;
    this.lines.replaceChildren(...contextOf(report, whole).map((line) => quoted(line, report)));
  }

  #more() {
    const { report } = this.props;
    const count = contextOf(report, true).length;
    if (count === contextOf(report).length) return [];
    const onClick = () => {
      const target = this.lines;
      this.#showLines(true);
      button.remove();
      target.tabIndex = -1;
      target.focus();
    };
    const button = h("button", { class: "button small quiet", type: "button", onClick }, t("mod.report.more", { count }));
    return [button];
  }

  #foot() {
    const { app, close, report } = this.props;
    const { author, closed_at: closedAt, moderator, name, outcome, room } = report;
    if (outcome) return h("p", { class: "row-note" }, t(`mod.outcome.${outcome}`, { moderator, moment: moment(closedAt) }));
    const acts = [
      placeOf(room) !== "direct" && ["delete", "danger", () => this.#delete()], // only its two see a direct room
      author && ["mute", "", () => mute(app, { id: author, name }, room)],
      ["acted", "", () => close("acted")],
      ["dismissed", "", () => close("dismissed")],
    ];
    return h("div", { class: "row-acts" }, acts.filter(Boolean).map(([key, kind, onClick]) => {
      const label = t(`mod.act.${key}.label`, { name: named({ id: author, name }) });
      return h("button", { class: `button small ${kind}`, type: "button", "aria-label": label, onClick }, t(`mod.act.${key}`));
    }));
  }

  async #delete() {
    const { app, report } = this.props;
    const choices = [
      { value: "keep", label: t("chat.delete.keep") },
      { value: "delete", label: t("chat.delete"), kind: "danger" },
    ];
    const choice = await ask({ router: app.router, title: t("chat.delete.title"), text: t("chat.delete.text"), choices });
    if (choice !== "delete") return;
    const path = `/rooms/${encodeURIComponent(report.room)}/lines/${report.number}`;
    if (!(await attempt(app, () => app.api.ask("DELETE", path)))) return;
    app.notify({ text: t("mod.deleted") });
    acted(app);
  }
}

/** A line that was kept with a report; nothing of it is markup. */
function quoted({ at, author, name, number, text }, report) {
  const isMeant = number === report.number;
  return h("li", { class: isMeant ? "report-line meant" : "report-line" }, [
    h("b", {}, named({ id: author, name })), " ", h("time", { class: "row-note", title: moment(at) }, timeOfDay(at)),
    isMeant ? h("span", { class: "unseen" }, ` ${t("mod.report.meant")}`) : null,
    h("p", {}, text),
  ]);
}
