/** The own data: export it, or delete the account. */

import { askForm } from "../../components/form_dialog.js";
import { proved } from "../../components/prove.js";
import { explainProblem, sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h } from "../../lib/dom.js";
import { save } from "../../lib/save.js";

const FILE = "rally.json";

export class Data extends Component {
  build() {
    const { guest } = this.props.record;
    const take = h("button", { class: "button", onClick: () => busy(take, () => this.#export()) }, t("data.export"));
    const remove = t(guest ? "data.delete.guest" : "data.delete");
    return h("section", { class: "card" }, h("h2", {}, t("data.title")), [
      h("div", { class: "choice-line" }, h("p", { class: "soft" }, t("data.export.text")), take),
      h("div", { class: "choice-line" }, [
        h("p", { class: "soft" }, t("data.delete.text")),
        h("button", { class: "button danger", onClick: () => this.#delete() }, remove),
      ]),
    ]);
  }

  async #export() {
    const { api, notify } = this.props.app;
    try {
      const data = await api.ask("GET", "/account/export");
      save(FILE, new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
      notify({ text: t("data.exported") });
    } catch (error) {
      notify({ text: sayProblem(error), kind: "error" });
    }
  }

  async #delete() {
    const { app, record, signal } = this.props;
    if (!record.guest && !(await proved(this.props))) return;
    const what = ["name", "matches", "rest"].map((part) => h("li", {}, t(`data.delete.what.${part}`)));
    const done = await askForm({
      router: app.router,
      signal,
      title: t("data.delete.title"),
      text: h("ul", { class: "points" }, what),
      form: {
        fields: [],
        submit: t("data.delete.go"),
        kind: "danger",
        explain: explainProblem,
        onSubmit: (values) => app.api.leave("POST", "/account/delete", values),
      },
    });
    if (done) await app.deleted();
  }
}
