/** The second step of a sign-in, in place of the form of the first. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h } from "../lib/dom.js";
import { WaysForm } from "./ways_form.js";

/** `second` is what the server says of it, `enter(path, values)` takes it, `again()` shows the first step. */
export class SecondStep extends Component {
  build() {
    const { again, app, enter, second: { ticket, ways } } = this.props;
    const root = h("div", { class: "form" }, h("h2", { tabindex: "-1" }, t("second.title")));
    this.heading = root.firstChild;
    if (ways.length === 0) root.append(h("p", { class: "refusal" }, t("second.none")));
    else {
      this.form = this.append(new WaysForm({
        ways,
        challenge: () => app.api.ask("POST", "/login/challenge", { ticket }),
        mail: () => app.api.ask("POST", "/login/mail", { ticket }),
        send: (shown) => enter("/login/second", { ticket, ...shown }),
      }), root);
    }
    root.append(h("p", { class: "soft" }, t("second.lost")));
    root.append(h("button", { class: "button quiet", type: "button", onClick: again }, t("second.again")));
    return root;
  }

  focus() {
    (this.form ?? this.heading).focus();
  }
}
