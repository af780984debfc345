/** The page of the link in mails about notes: a press ends them, as programs open links too. */

import { Form } from "../../components/form.js";
import { explainProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { catchFocus, h } from "../../lib/dom.js";
import { MessagePage } from "../message.js";

export class Unsubscribe extends Component {
  get title() {
    return t("unsubscribe.title");
  }

  build() {
    const { app, params } = this.props;
    const card = h("div", { class: "card" });
    const form = new Form({
      fields: [],
      submit: t("unsubscribe.submit"),
      explain: explainProblem,
      onSubmit: async () => {
        await app.api.ask("POST", "/unsubscribe", { token: params.token });
        this.#done();
      },
    });
    this.append(form, card);
    const head = [h("h1", {}, t("unsubscribe.title")), h("p", { class: "soft" }, t("unsubscribe.text"))];
    return h("section", {}, h("div", { class: "narrow" }, head, card));
  }

  #done() {
    const texts = { title: t("unsubscribe.done"), text: t("unsubscribe.done.text"), action: t("unsubscribe.go") };
    this.element.replaceChildren(new MessagePage({ href: "/account/notifications", ...texts }).element);
    catchFocus(this.element);
  }
}
