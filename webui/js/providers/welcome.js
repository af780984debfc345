/** Somebody has come from a provider for the first time: they choose their names, and have an account. */

import { displayName, newLogin } from "../components/account_fields.js";
import { Form } from "../components/form.js";
import { explainProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h } from "../lib/dom.js";

/** `newcomer` is the server's answer; `enter(player)` goes on. */
export class Welcome extends Component {
  build() {
    const { newcomer } = this.props;
    const { label, provider } = newcomer;
    const root = h("div", { class: "narrow" }, [
      h("h1", {}, t("welcome.title")),
      h("p", { class: "soft" }, t("welcome.text", { label, provider })),
    ]);
    const card = h("div", { class: "card" });
    this.append(new Form({
      fields: [displayName({ value: newcomer.display_name }), newLogin({ value: newcomer.name }), ...this.#guest()],
      submit: t("welcome.submit"),
      explain: explainProblem,
      onSubmit: (values) => this.#make(values),
    }), card);
    root.append(card, h("p", { class: "soft" }, t("welcome.had")));
    return root;
  }

  /** A guest may take along what they have played. */
  #guest() {
    const { player } = this.props.app.store.state;
    if (!player?.guest) return [];
    const options = [["keep", t("welcome.keep")], ["leave", t("welcome.leave")]];
    return [{ name: "played", label: t("welcome.played", player), kind: "select", options }];
  }

  async #make({ played, ...names }) {
    const { app, enter, newcomer } = this.props;
    const { player } = await app.api.signUp({ ticket: newcomer.ticket, ...names, keep: played === "keep" });
    app.notify({ text: t("welcome.done", { name: player.name }) });
    await enter(player);
  }
}
