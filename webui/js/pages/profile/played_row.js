/** One match of a history: its result, the opponent, the cause of its end, when, and how long. */

import { Person } from "../../components/person.js";
import { moment } from "../../i18n/dates.js";
import { duration, has, t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";

export class PlayedRow extends Component {
  build() {
    const { app, match } = this.props;
    const { at, id, mode, opponent, outcome, rated, score, seconds } = match;
    const against = h("span", { class: "played-against" }, t("history.against"), " ");
    this.append(new Person({ app, person: opponent }), against);
    const label = at ? t("history.result", { moment: moment(at) }) : t("history.result.undated");
    const words = at ? moment(at) : t("history.undated"); // its players do not show when they are here
    const when = h("a", { href: `/match/${id}/result`, "aria-label": label }, words);
    return h("li", { class: "row", "data-outcome": outcome }, [
      h("span", { class: "outcome" }, t(`history.${outcome}`)),
      h("span", { class: "played-score" }, score.join(" : ")),
      h("span", { class: "row-main" }, against, h("span", { class: "row-note" }, [
        t(`history.mode.${mode}`), rated ? `, ${t("history.rated")}` : "", " · ", sayCause(match), " · ", duration(seconds),
      ])),
      h("span", { class: "played-when" }, when),
    ]);
  }
}

/** Why it ended, from the side of the player whose history it is. */
export function sayCause({ cause, outcome }) {
  const keys = [`history.cause.${cause}.${outcome}`, `history.cause.${cause}`];
  return t(keys.find(has) ?? "history.cause.other");
}
