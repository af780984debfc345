/** The place on the account page of what is told outside of it; what shows that is loaded when it is there. */

import { Loading } from "../../components/loading.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { later } from "../../lib/later.js";

const script = later(() => import("../../ways/begin.js"));

export class Ways extends Component {
  build() {
    const { app } = this.props;
    const root = h("section", { class: "card" }, h("h2", {}, t("ways.title")));
    const ask = () => Promise.all([script(), app.api.ask("GET", "/account/ways")]);
    const show = ([{ begin }, answer]) => this.append(begin(this.props).card(answer), this.element);
    this.append(new Loading({ app, large: false, waiting: t("ways.waiting"), ask, show }), root);
    return root;
  }
}
