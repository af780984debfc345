/** Log-in name, e-mail and password, each with a dialog that changes it. */

import { newLogin, newPassword } from "../../components/account_fields.js";
import { askForm } from "../../components/form_dialog.js";
import { proved } from "../../components/prove.js";
import { explainProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { EmailRow } from "./email_row.js";
import { fact } from "./fact.js";

export class Identity extends Component {
  build() {
    const { record } = this.props;
    this.login = h("span", {}, record.name);
    const facts = h("dl", { class: "facts" }, [
      fact(t("account.login"), [this.login, h("small", {}, t("account.login.note"))], () => this.#setLogin()),
    ]);
    this.email = this.append(new EmailRow({ ...this.props, change: (form) => this.#changeProved(form) }), facts);
    facts.append(
      fact(t("account.password"), h("small", {}, t(`account.password.${record.password ? "hidden" : "none"}`)), () => this.#setPassword()),
    );
    return h("section", { class: "card" }, h("h2", {}, t("account.who")), facts);
  }

  async #setLogin() {
    const { api } = this.props.app;
    let record = null;
    const done = await this.#changeProved({
      title: t("account.login.title"),
      text: t("account.login.text"),
      fields: [newLogin({ value: this.login.textContent })],
      onSubmit: async (values) => (record = await api.ask("PUT", "/account/name", values)),
    });
    if (!done) return;
    setText(this.login, record.name);
    this.#say(t("account.login.done", { name: record.name }));
  }

  async #setPassword() {
    const { api } = this.props.app;
    const known = () => [this.login.textContent, this.props.record.display_name, ...(this.email.record.email ?? "").split("@")];
    const done = await this.#changeProved({
      title: t("account.password.title"),
      text: t("account.password.text"),
      fields: [newPassword({ label: t("account.password.new"), known })],
      onSubmit: (values) => api.ask("PUT", "/account/password", values),
    });
    if (done) this.#say(t("account.password.done"));
  }

  /** Ask first who one is, where the server does not know it since lately. */
  async #changeProved(form) {
    return (await proved(this.props)) && this.#ask(form);
  }

  #ask({ title, text, ...form }) {
    const { app, signal } = this.props;
    const props = { submit: t("account.save"), explain: explainProblem, ...form };
    return askForm({ router: app.router, signal, title, text: text && h("p", {}, text), form: props });
  }

  #say(text) {
    this.props.app.notify({ text });
  }
}
