/** The page of an administrator's link that takes off the second factor. Its secret is after the `#`. */

import { password } from "../components/account_fields.js";
import { Form } from "../components/form.js";
import { explainProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { catchFocus, h } from "../lib/dom.js";
import { takeSecret } from "../lib/hash_secret.js";
import { MessagePage } from "../pages/message.js";

let kept = ""; // survives when the page is left and shown again; never in the history

export class ResetFactors extends Component {
  get title() {
    return t("unlock.title");
  }

  build() {
    kept = takeSecret() || kept;
    const root = h("section", {});
    if (!kept) {
      root.append(this.#message("void"));
      return root;
    }
    const card = h("div", { class: "card" });
    this.append(new Form({
      fields: [password({ hint: t("unlock.password.hint"), check: () => "" })],
      submit: t("unlock.go"),
      explain: explainProblem,
      onSubmit: (values) => this.#reset(values),
    }), card);
    root.append(h("div", { class: "narrow" }, h("h1", {}, t("unlock.title")), h("p", { class: "soft" }, t("unlock.text")), card));
    return root;
  }

  async #reset(values) {
    try {
      await this.props.app.api.ask("POST", "/factors-reset", { token: kept, password: values.password || null });
      this.#instead("done");
    } catch (error) {
      if (!error.errors?.some(({ field }) => field === "token")) throw error;
      this.#instead("void");
    }
    kept = "";
  }

  #instead(what) {
    this.element.replaceChildren(this.#message(what));
    catchFocus(this.element);
  }

  #message(what) {
    const texts = { title: t(`unlock.${what}`), text: t(`unlock.${what}.text`), action: t("reset.done.go") };
    return new MessagePage({ ...texts, href: "/" }).element;
  }
}
