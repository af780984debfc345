/** Under the court of a watched match: a line that says so, the ping, and the way out. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { FairPlay } from "./fair_play.js";
import { Ping } from "./ping.js";

export class WatchFoot extends Component {
  build() {
    const root = h("div", { class: "match-foot" });
    this.append(new Ping(this.props), root);
    root.append(
      h("span", { class: "watching" }, t("watch.now")),
      h("a", { class: "button quiet", href: "/" }, t("watch.leave")),
    );
    this.append(new FairPlay(this.props), root);
    return root;
  }
}
