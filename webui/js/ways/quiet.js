/** When nothing is told: hours of the day, or from now on for a while. */

import { shortly } from "../i18n/dates.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h, setText } from "../lib/dom.js";
import { clockOf, minutesOf, quietFor } from "./model.js";

const NIGHT = { begins: 22 * 60, ends: 7 * 60 };

/** `save(change)` sends what was chosen. */
export class Quiet extends Component {
  build() {
    const { app, save } = this.props;
    this.on = h("input", { type: "checkbox" });
    this.begins = h("input", { type: "time", class: "input", required: true, "aria-label": t("ways.quiet.begins") });
    this.ends = h("input", { type: "time", class: "input", required: true, "aria-label": t("ways.quiet.ends") });
    this.calls = h("input", { type: "checkbox" });
    this.words = h("p", { class: "soft" });
    const change = () => this.#hours(save);
    for (const input of [this.on, this.begins, this.ends]) input.addEventListener("change", change);
    this.calls.addEventListener("change", () => save({ calls: this.calls.checked }));
    const now = () => Math.round(app.session.clock.now());
    const rest = (length) => h("button", {
      class: "button small", onClick: () => save({ quiet_until: quietFor(length, now()) }),
    }, t(`ways.quiet.${length}`));
    this.end = h("button", { class: "button small", onClick: () => save({ quiet_until: null }) }, t("ways.quiet.end"));
    this.hours = h("div", { class: "ways-hours" }, this.begins, h("span", {}, t("ways.quiet.to")), this.ends);
    return h("fieldset", { class: "scopes ways-quiet" }, [
      h("legend", {}, t("ways.quiet")),
      h("label", { class: "line" }, h("span", {}, t("ways.quiet.daily")), this.on),
      this.hours,
      h("label", { class: "line" }, h("span", {}, t("ways.quiet.calls")), this.calls),
      this.words,
      h("div", { class: "actions" }, rest("hour"), rest("tomorrow"), this.end),
    ]);
  }

  /** Show what the server says. */
  show({ calls, quiet, quiet_until: until }) {
    const { begins, ends } = quiet ?? NIGHT;
    this.on.checked = quiet !== null;
    this.hours.hidden = quiet === null;
    this.begins.value = clockOf(begins);
    this.ends.value = clockOf(ends);
    this.calls.checked = calls;
    const rests = until !== null && until > this.props.app.session.clock.now();
    setText(this.words, rests ? t("ways.quiet.until", { moment: shortly(until) }) : t("ways.quiet.now"));
    this.end.hidden = !rests;
  }

  #hours(save) {
    this.hours.hidden = !this.on.checked;
    if (!this.on.checked) return save({ quiet: null });
    if (!this.begins.value || !this.ends.value) return null; // half typed
    return save({ quiet: { begins: minutesOf(this.begins.value), ends: minutesOf(this.ends.value) } });
  }
}
