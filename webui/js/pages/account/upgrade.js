/** A guest makes an account, and keeps name, matches and session. */

import { displayName, email, newLogin, newPassword } from "../../components/account_fields.js";
import { Form } from "../../components/form.js";
import { providerButtons } from "../../components/provider_buttons.js";
import { explainProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";

export class Upgrade extends Component {
  build() {
    const { record } = this.props;
    const root = h("section", { class: "card accent" }, [
      h("h2", {}, t("account.guest")),
      h("p", { class: "soft" }, t("account.guest.text")),
    ]);
    this.form = new Form({
      fields: [
        displayName({ value: record.display_name }),
        newLogin(),
        email(),
        newPassword({ known: () => Object.values(this.form.values()).slice(0, -1) }),
      ],
      submit: t("sign.register.submit"),
      explain: explainProblem,
      onSubmit: (values) => this.#make(values),
    });
    this.append(this.form, root);
    const { app, ways: { providers } } = this.props;
    if (providers.length > 0) root.append(h("p", { class: "soft" }, t("account.guest.other")), providerButtons({ app, providers, intent: "sign_in" }));
    return root;
  }

  async #make(values) {
    const { api, notify, store } = this.props.app;
    const { player } = await api.ask("POST", "/account", values);
    store.set({ player });
    notify({ text: t("account.guest.done", { name: player.name }) });
  }
}
