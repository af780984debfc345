/** For who had somebody else in the account: takes off every way into it but the password. */

import { ask } from "../../components/dialog.js";
import { proved } from "../../components/prove.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h } from "../../lib/dom.js";

export class WaysIn extends Component {
  build() {
    const button = h("button", { class: "button danger", onClick: () => busy(button, () => this.#close()) }, t("waysin.close"));
    return h("section", { class: "card" }, [
      h("h2", {}, t("waysin.title")),
      h("p", { class: "soft" }, t("waysin.text")),
      h("div", { class: "actions" }, button),
    ]);
  }

  async #close() {
    const { app, signal } = this.props;
    if (!(await proved(this.props))) return;
    const choices = [
      { value: "keep", label: t("waysin.keep") },
      { value: "close", label: t("waysin.close"), kind: "danger" },
    ];
    const choice = await ask({ router: app.router, signal, title: t("waysin.ask"), text: t("waysin.ask.text"), choices });
    if (choice !== "close") return;
    try {
      await app.api.ask("DELETE", "/account/ways-in");
      app.notify({ text: t("waysin.closed") });
      app.router.refresh();
    } catch (error) {
      app.notify({ text: sayProblem(error), kind: "error" });
    }
  }
}
