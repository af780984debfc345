/** The place of the account's identities on the account page; what shows them is loaded when it is there. */

import { Loading } from "../../components/loading.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { providerParts } from "../later.js";

export class Identities extends Component {
  build() {
    const { app } = this.props;
    const root = h("section", { class: "card" }, h("h2", {}, t("identities.title")));
    const ask = () => Promise.all([providerParts(), app.api.ask("GET", "/account/identities")]);
    const parts = { ask, show: (found) => this.#show(found) };
    this.append(new Loading({ app, large: false, waiting: t("identities.loading"), ...parts }), root);
    return root;
  }

  #show([{ IdentityList }, { identities }]) {
    this.append(new IdentityList({ ...this.props, identities }), this.element);
  }
}
