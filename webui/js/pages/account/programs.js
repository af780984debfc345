/** The place of the own programs on the account page; what shows them is loaded when it is there. */

import { Loading } from "../../components/loading.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { ApiError } from "../../net/api.js";

export class Programs extends Component {
  build() {
    const { app } = this.props;
    const root = h("section", { class: "card" }, h("h2", {}, t("programs.title")));
    const parts = { ask: () => ask(app), show: (found) => this.#show(found) };
    this.append(new Loading({ app, large: false, waiting: t("programs.loading"), ...parts }), root);
    return root;
  }

  #show([{ begin }, programs]) {
    this.append(begin({ ...this.props, programs }), this.element);
  }
}

async function ask(app) {
  try {
    return await Promise.all([import("../../programs/begin.js"), app.api.ask("GET", "/account/programs")]);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    if (!(error instanceof TypeError)) reportError(error);
    throw new ApiError({ status: 0 }); // the script has not come
  }
}
