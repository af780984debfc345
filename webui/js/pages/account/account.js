/** The own account: how to sign in, who sees what, what is told elsewhere, the sessions, the programs, the data. */

import { Loading } from "../../components/loading.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { signInWays } from "../../net/sign_in_ways.js";
import { Data } from "./data.js";
import { Identities } from "./identities.js";
import { Identity } from "./identity.js";
import { Privacy } from "./privacy.js";
import { Programs } from "./programs.js";
import { SecondFactor } from "./second_factor.js";
import { Sessions } from "./sessions.js";
import { Upgrade } from "./upgrade.js";
import { Ways } from "./ways.js";
import { WaysIn } from "./ways_in.js";

export class Account extends Component {
  get title() {
    return t("account.title");
  }

  build() {
    const { app } = this.props;
    const root = h("section", { class: "account" }, h("h1", {}, t("account.title")));
    const asked = () => Promise.all([app.api.ask("GET", "/account"), signInWays(app.api)]);
    const parts = { ask: asked, show: ([record, ways]) => this.#show(record, ways) };
    this.append(new Loading({ app, waiting: t("account.loading"), ...parts }), root);
    this.place = h("div", { class: "columns" });
    root.append(this.place);
    return root;
  }

  start() {
    super.start();
    const { router, store } = this.props.app;
    this.own(store.subscribe((state) => state.player?.guest, (guest) => guest === false && router.refresh()));
  }

  #show(record, ways) {
    const props = { app: this.props.app, record, ways, signal: this.signal };
    const [left, right] = [h("div", { class: "column" }), h("div", { class: "column" })];
    this.place.append(left, right);
    this.append(record.guest ? new Upgrade(props) : new Identity(props), left);
    if (!record.guest) this.append(new SecondFactor(props), left);
    if (!record.guest && ways.providers.length > 0) this.append(new Identities(props), left);
    this.append(new Privacy(props), left);
    this.append(new Sessions(props), right);
    if (record.password) this.append(new WaysIn(props), right);
    this.append(new Ways(props), right);
    if (!record.guest) this.append(new Programs(props), right);
    this.append(new Data(props), right);
  }
}
