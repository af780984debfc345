/** The page for a password that is forgotten: a mail with a link, or, without mails, whom to ask. */

import { email } from "../../components/account_fields.js";
import { Form } from "../../components/form.js";
import { Loading } from "../../components/loading.js";
import { explainProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { catchFocus, h } from "../../lib/dom.js";
import { MessagePage } from "../message.js";

export class ForgotPassword extends Component {
  get title() {
    return t("forgot.title");
  }

  build() {
    return h("section", {});
  }

  start() {
    super.start();
    const { app } = this.props;
    const parts = { ask: () => app.api.ask("GET", "/sign-in"), show: ({ mail }) => this.#show(mail) };
    this.append(new Loading({ app, waiting: t("forgot.waiting"), ...parts }), this.element);
  }

  #show(mail) {
    if (!mail) return this.#say("none");
    const card = h("div", { class: "card" });
    const form = new Form({
      fields: [email({ hint: t("forgot.hint") })],
      submit: t("forgot.submit"),
      explain: explainProblem,
      onSubmit: async (values) => {
        await this.props.app.api.ask("POST", "/password-reset/request", values);
        this.#say("sent");
      },
    });
    this.append(form, card);
    const head = [h("h1", {}, t("forgot.title")), h("p", { class: "soft" }, t("forgot.text"))];
    this.element.append(h("div", { class: "narrow" }, head, card));
    catchFocus(this.element);
  }

  #say(what) {
    const props = { title: t(`forgot.${what}`), text: t(`forgot.${what}.text`), action: t("forgot.go"), href: "/" };
    this.element.replaceChildren(new MessagePage(props).element);
    catchFocus(this.element);
  }
}
