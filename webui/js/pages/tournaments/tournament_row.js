/** A line of a list of tournaments: `{id, name, format, phase, …}` as the server lists them. */

import { moment } from "../../i18n/dates.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { pathOf } from "../../tournaments/acts.js";

export class TournamentRow extends Component {
  build() {
    this.link = h("a", { class: "row-title", href: pathOf(this.props.line.id) });
    this.note = h("span", { class: "row-note" });
    this.phase = h("span", { class: "badge" });
    this.update(this.props.line);
    return h("li", { class: "row" }, h("div", { class: "row-main" }, this.link, this.note), this.phase);
  }

  update(line) {
    setText(this.link, line.name);
    setText(this.note, sayLine(line));
    this.phase.dataset.phase = line.phase;
    setText(this.phase, t(`tour.phase.${line.phase}`));
  }
}

/** `alias` and `place` are those of whom the list is about, if it is about somebody. */
function sayLine({ alias, entrants, entry, format, guests, most, ended_at: ended, phase, place, rated, starts_at: starts }) {
  const before = ["registration", "check_in"].includes(phase);
  return [
    alias && (place ? t("tours.placed", { alias, place }) : t("tours.as", { alias })),
    t(`tour.format.${format}`),
    before ? t("tours.places", { count: entrants, most }) : t("tours.entrants", { count: entrants }),
    before && starts && t("tours.starts", { moment: moment(starts) }),
    before && entry !== "open" && t(`tours.entry.${entry}`),
    before && !guests && t("tours.accounts"),
    rated && t("tour.rated"),
    ended && moment(ended),
  ].filter(Boolean).join(" · ");
}
