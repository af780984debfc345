/** Under the court of a match that one only watches: that it is so, how far the server is, the way out. */

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
