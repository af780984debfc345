/** The place of the own programs on the account page; what shows them is loaded when it is there. */

import { Loading } from "../../components/loading.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { later } from "../../lib/later.js";

const part = later(() => import("../../programs/begin.js"));

export class Programs extends Component {
  build() {
    const { app } = this.props;
    const root = h("section", { class: "card" }, h("h2", {}, t("programs.title")));
    const ask = () => Promise.all([part(), app.api.ask("GET", "/account/programs")]);
    const parts = { ask, show: (found) => this.#show(found) };
    this.append(new Loading({ app, large: false, waiting: t("programs.loading"), ...parts }), root);
    return root;
  }

  #show([{ begin }, programs]) {
    this.append(begin({ ...this.props, programs }), this.element);
  }
}
