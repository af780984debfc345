/** With whom, at which providers, the account is linked. */

import { proved } from "../components/prove.js";
import { providerButtons } from "../components/provider_buttons.js";
import { Rows } from "../components/rows.js";
import { ago, date } from "../i18n/dates.js";
import { sayProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { busy, h, setText } from "../lib/dom.js";

/** `identities` is what the server says; `ways` names the providers there are. */
export class IdentityList extends Component {
  build() {
    this.rows = new Rows({
      key: (identity) => identity.id,
      row: (identity) => new IdentityRow({ identity, unlink: () => this.#unlink(identity) }),
      label: t("identities.title"),
      empty: h("p", { class: "soft" }, t("identities.empty")),
    });
    const root = h("div", { class: "identities" });
    this.append(this.rows, root);
    this.links = h("div", {});
    root.append(this.links);
    return root;
  }

  start() {
    super.start();
    this.#show(this.props.identities);
  }

  /** Buttons for the providers that are not linked yet; the server wants to know first who asks. */
  #links(identities) {
    const { app, ways } = this.props;
    const linked = new Set(identities.map(({ provider }) => provider));
    const providers = ways.providers.filter(({ id }) => !linked.has(id));
    return providerButtons({ app, providers, intent: "link", words: "identities.link", first: () => proved(this.props) });
  }

  #show(identities) {
    this.rows.show(identities);
    this.links.replaceChildren(this.#links(identities));
  }

  async #unlink({ id, label }) {
    const { api, notify } = this.props.app;
    if (!(await proved(this.props))) return;
    try {
      await api.ask("DELETE", `/account/identities/${encodeURIComponent(id)}`);
      notify({ text: t("identities.unlinked", { label }) });
      this.#show((await api.ask("GET", "/account/identities")).identities);
    } catch (error) {
      notify({ text: sayProblem(error), kind: "error" });
    }
  }
}

class IdentityRow extends Component {
  build() {
    const { identity, unlink } = this.props;
    this.note = h("span", { class: "row-note" });
    const name = identity.provider_name ?? identity.provider;
    const label = t("identities.unlink.label", { name, label: identity.label });
    const onClick = () => busy(button, unlink);
    const button = h("button", { class: "button small", "aria-label": label, onClick }, t("identities.unlink"));
    this.update(identity);
    return h("li", { class: "row" }, [
      h("div", { class: "row-main" }, h("span", { class: "row-title" }, name), this.note),
      button,
    ]);
  }

  update({ label, linked_at: since, provider_name: known, used_at: used }) {
    const words = [label, t("identities.since", { date: date(since) }), t("identities.used", { ago: ago(used) })];
    setText(this.note, [...words, !known && t("identities.gone")].filter(Boolean).join(" · "));
  }
}
