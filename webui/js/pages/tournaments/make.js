/** Makes a tournament. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { newId, pathOf } from "../../tournaments/acts.js";
import { USUAL } from "../../tournaments/plan.js";
import { PlanForm } from "./plan_form.js";

export class Make extends Component {
  get title() {
    return t("make.title");
  }

  build() {
    const { app } = this.props;
    const id = newId(); // the same for each try, so that it is made once
    const onSubmit = async (plan) => {
      await app.session.request({ t: "make_tournament", tournament: id, plan }, { signal: this.signal });
      app.router.go(pathOf(id), { replace: true });
    };
    const plan = { ...USUAL, name: t("make.name", { name: app.store.state.player.name }) };
    const root = h("section", { class: "narrow-page" }, h("h1", { tabindex: "-1" }, t("make.title")));
    const card = h("div", { class: "card" });
    this.form = this.append(new PlanForm({ plan, submit: t("make.go"), onSubmit }), card);
    root.append(card);
    return root;
  }
}
