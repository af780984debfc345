/** The own account, on four pages: who one is to others, how to sign in, what is told elsewhere, programs and data. */

import { Loading } from "../../components/loading.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { signInWays } from "../../net/sign_in_ways.js";
import { Data } from "./data.js";
import { Identities } from "./identities.js";
import { Identity } from "./identity.js";
import { Named } from "./named.js";
import { Privacy } from "./privacy.js";
import { Programs } from "./programs.js";
import { SecondFactor } from "./second_factor.js";
import { Sessions } from "./sessions.js";
import { Upgrade } from "./upgrade.js";
import { Ways } from "./ways.js";
import { WaysIn } from "./ways_in.js";

/** The pages, in the order of the links between them. */
const PARTS = { profile: "/account", sign_in: "/account/sign-in", notifications: "/account/notifications", programs: "/account/programs" };

/** Subclasses have `part`, and `columns(record, ways)`: the cards of each column, falsy ones left out. */
class AccountPage extends Component {
  get title() {
    return t(`account.part.${this.part}`);
  }

  build() {
    const { app } = this.props;
    const heading = h("h1", {}, t("account.title"), " ", h("span", { class: "unseen" }, this.title));
    const root = h("section", { class: "account" }, heading, this.#links());
    const ask = () => Promise.all([app.api.ask("GET", "/account"), signInWays(app.api)]);
    const show = ([record, ways]) => this.#show(record, ways);
    this.append(new Loading({ app, waiting: t("account.loading"), ask, show }), root);
    return root;
  }

  start() {
    super.start();
    const { router, store } = this.props.app;
    this.own(store.subscribe((state) => state.player?.guest, (guest) => guest === false && router.refresh()));
  }

  #links() {
    const links = Object.entries(PARTS).map(([part, href]) => {
      const current = part === this.part && "page";
      return h("a", { class: "tab", href, "aria-current": current }, t(`account.part.${part}`));
    });
    return h("nav", { class: "tabs account-parts", "aria-label": t("account.title") }, links);
  }

  #show(record, ways) {
    const props = { app: this.props.app, record, ways, signal: this.signal };
    const columns = this.columns(record, ways).map((cards) => cards.filter(Boolean));
    const place = h("div", { class: "columns" });
    for (const cards of columns) {
      const column = h("div", { class: "column" });
      for (const Card of cards) this.append(new Card(props), column);
      place.append(column);
    }
    this.element.append(place);
  }
}

export class Account extends AccountPage {
  part = "profile";

  columns({ guest }) {
    return [[guest ? Upgrade : Named], [Privacy]];
  }
}

export class AccountSignIn extends AccountPage {
  part = "sign_in";

  columns({ guest, password }, { providers }) {
    if (guest) return [[Sessions]];
    return [[Identity, SecondFactor, providers.length > 0 && Identities], [Sessions, password && WaysIn]];
  }
}

export class AccountNotifications extends AccountPage {
  part = "notifications";

  columns() {
    return [[Ways]];
  }
}

export class AccountPrograms extends AccountPage {
  part = "programs";

  columns({ guest }) {
    return guest ? [[Data]] : [[Programs], [Data]];
  }
}
