/** The page of the link in a mail that confirms an address. A press confirms it, as programs open links too. */

import { Form } from "../../components/form.js";
import { explainProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { catchFocus, h } from "../../lib/dom.js";
import { takeSecret } from "../../lib/hash_secret.js";
import { MessagePage } from "../message.js";

let kept = ""; // survives when the page is left and shown again; never in the history

export class ConfirmEmail extends Component {
  get title() {
    return t("confirm.title");
  }

  build() {
    kept = takeSecret() || kept;
    const root = h("section", {});
    if (!kept) {
      root.append(this.#message("void"));
      return root;
    }
    const card = h("div", { class: "card" });
    const form = new Form({
      fields: [],
      submit: t("confirm.submit"),
      explain: explainProblem,
      onSubmit: () => this.#confirm(),
    });
    this.append(form, card);
    const head = [h("h1", {}, t("confirm.title")), h("p", { class: "soft" }, t("confirm.text"))];
    root.append(h("div", { class: "narrow" }, head, card));
    return root;
  }

  async #confirm() {
    try {
      const { email, taken_back: back } = await this.props.app.api.ask("POST", "/confirm-email", { token: kept });
      this.#instead(back ? "back" : "done", email);
    } catch (error) {
      if (!error.errors?.some(({ field }) => field === "token")) throw error;
      this.#instead("void");
    }
    kept = "";
  }

  #instead(what, address = "") {
    this.element.replaceChildren(this.#message(what, address));
    catchFocus(this.element);
  }

  #message(what, address) {
    const href = what === "back" ? "/forgot-password" : "/account";
    const texts = { text: t(`confirm.${what}.text`, { address }), action: t(`confirm.${what}.go`) };
    return new MessagePage({ title: t(`confirm.${what}`), href, ...texts }).element;
  }
}
