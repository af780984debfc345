/** The name that others see, with a dialog that changes it, and the way to the rest of what they see. */

import { displayName } from "../../components/account_fields.js";
import { askForm } from "../../components/form_dialog.js";
import { explainProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { fact } from "./fact.js";

export class Named extends Component {
  build() {
    this.name = h("span", {}, this.props.record.display_name);
    const facts = h("dl", { class: "facts" }, fact(t("account.display"), this.name, () => this.#rename()));
    const edit = h("a", { class: "button", href: "/profile/edit" }, t("account.edit"));
    return h("section", { class: "card" }, [
      h("h2", {}, t("account.seen")),
      facts,
      h("div", { class: "choice-line" }, h("p", { class: "soft" }, t("account.edit.text")), edit),
    ]);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.player?.name, (name) => name && setText(this.name, name)));
  }

  async #rename() {
    const { api, notify, router, store } = this.props.app;
    let player = null;
    const done = await askForm({
      router,
      signal: this.props.signal,
      title: t("account.name.title"),
      text: h("p", {}, t("account.name.text")),
      form: {
        fields: [displayName({ value: this.name.textContent })],
        submit: t("account.save"),
        explain: explainProblem,
        onSubmit: async (values) => ({ player } = await api.ask("PUT", "/account/display-name", values)),
      },
    });
    if (!done) return;
    store.set({ player });
    notify({ text: t("account.name.done", { name: player.name }) });
  }
}
