/** The page for a new password by a one-time link. Its secret is after the `#` and is removed at once. */

import { newPassword } from "../components/account_fields.js";
import { Form } from "../components/form.js";
import { explainProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h } from "../lib/dom.js";
import { takeSecret } from "../lib/hash_secret.js";
import { MessagePage } from "./message.js";

let kept = ""; // survives when the page is left and shown again; never in the history

export class Reset extends Component {
  get title() {
    return t("reset.title");
  }

  build() {
    kept = takeSecret() || kept;
    if (!kept) return this.#message("void", "/forgot-password", t("reset.void.go"));
    const root = h("section", { class: "narrow" }, h("h1", {}, t("reset.title")), h("p", { class: "soft" }, t("reset.text")));
    const card = h("div", { class: "card" });
    this.append(new Form({
      fields: [newPassword({ label: t("account.password.new") })],
      submit: t("reset.submit"),
      explain: explainProblem,
      onSubmit: (values) => this.#set(values),
    }), card);
    root.append(card);
    return root;
  }

  async #set({ password }) {
    try {
      await this.props.app.api.ask("POST", "/password-reset", { token: kept, password });
      this.#instead("done", "/", t("reset.done.go"));
    } catch (error) {
      if (!error.errors?.some(({ field }) => field === "token")) throw error;
      this.#instead("void", "/forgot-password", t("reset.void.go"));
    }
    kept = "";
  }

  #instead(what, href, action) {
    this.element.replaceChildren(this.#message(what, href, action));
    const heading = this.element.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus();
  }

  #message(what, href, action) {
    const page = new MessagePage({ title: t(`reset.${what}`), text: t(`reset.${what}.text`), action, href });
    return page.element;
  }
}
