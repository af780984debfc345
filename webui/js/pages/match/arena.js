/** A running match: the score, the court, and what is over and under the court. */

import { Court } from "../../components/court.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { isOver } from "../../net/match_state.js";
import { Banner } from "./banner.js";
import { Scoreboard } from "./scoreboard.js";

/**
 * `parts` are the components under the court; they get the same props: `app`, `matchId`, and `watching`
 * without a seat. `over()` is called when the match is over, `refused(error)` for every `error`.
 */
export class Arena extends Component {
  build() {
    const { app, over: _, parts, refused: __, ...more } = this.props;
    const props = { app, ...more };
    const stage = h("div", { class: "stage" });
    const root = h("div", { class: "arena" });
    this.append(new Scoreboard(props), root);
    root.append(stage);
    const court = this.append(new Court({ ...props, session: app.session }), stage);
    court.element.setAttribute("aria-label", t("match.court"));
    this.append(new Banner({ ...props, court }), stage);
    for (const Part of parts) this.append(new Part(props), root);
    return root;
  }

  start() {
    super.start();
    const { app, matchId, over, refused } = this.props;
    const ended = ({ matches }) => isOver(matches[matchId]);
    this.own(app.store.subscribe(ended, (yes) => yes && over()));
    this.own(app.session.on("error", refused));
    if (ended(app.store.state)) over();
  }
}
