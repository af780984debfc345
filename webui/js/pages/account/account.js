/** The own account: how to sign in, who sees what, the sessions, the data. */

import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { MessagePage } from "../message.js";
import { Data } from "./data.js";
import { Identity } from "./identity.js";
import { Privacy } from "./privacy.js";
import { Sessions } from "./sessions.js";
import { Upgrade } from "./upgrade.js";

export class Account extends Component {
  #left = new AbortController();

  get title() {
    return t("account.title");
  }

  build() {
    this.wait = h("p", { class: "soft", role: "status" }, t("account.loading"));
    this.place = h("div", { class: "columns" });
    return h("section", { class: "account" }, h("h1", {}, t("account.title")), this.wait, this.place);
  }

  start() {
    super.start();
    this.own(() => this.#left.abort());
    const { router, store } = this.props.app;
    this.own(store.subscribe((state) => state.player?.guest, (guest) => guest === false && router.refresh()));
    this.#load();
  }

  async #load() {
    const { api, router } = this.props.app;
    try {
      const record = await api.ask("GET", "/account");
      if (this.running) this.#show(record);
    } catch (error) {
      if (!this.running) return;
      this.wait.hidden = true;
      const way = { action: t("unreachable.go"), onClick: () => router.refresh() };
      this.append(new MessagePage({ title: t("unreachable.title"), text: sayProblem(error), ...way }), this.place);
    }
  }

  #show(record) {
    this.wait.hidden = true;
    const props = { app: this.props.app, record, signal: this.#left.signal };
    const [left, right] = [h("div", { class: "column" }), h("div", { class: "column" })];
    this.place.append(left, right);
    this.append(record.guest ? new Upgrade(props) : new Identity(props), left);
    this.append(new Privacy(props), left);
    this.append(new Sessions(props), right);
    this.append(new Data(props), right);
  }
}
