/** The place of the second factors on the account page; what shows them is loaded when it is there. */

import { Loading } from "../../components/loading.js";
import { factorParts } from "../../factors/door.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";

export class SecondFactor extends Component {
  build() {
    const { app } = this.props;
    const root = h("section", { class: "card" }, h("h2", {}, t("factors.title")));
    const ask = () => Promise.all([factorParts(), app.api.ask("GET", "/account/factors")]);
    const show = ([{ FactorList }, factors]) => this.append(new FactorList({ ...this.props, factors }), root);
    this.append(new Loading({ app, large: false, waiting: t("factors.loading"), ask, show }), root);
    return root;
  }
}
