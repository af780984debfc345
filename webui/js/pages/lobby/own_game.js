/** Open a game of your own, or see the one that is open: nobody can host two. */

import { Component } from "../../lib/component.js";
import { h, swap } from "../../lib/dom.js";
import { HostCard } from "./host_card.js";
import { OpenForm } from "./open_form.js";

export class OwnGame extends Component {
  build() {
    const root = h("section", { class: "card own-game" });
    this.form = this.append(new OpenForm(this.props), root);
    this.host = this.append(new HostCard(this.props), root);
    return root;
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe(isHosting, (yes) => this.#render(yes)));
    this.#render(isHosting(store.state));
  }

  #render(hosting) {
    if (hosting) swap(this.form.element, this.host.element, this.host);
    else swap(this.host.element, this.form.element, this.form);
  }
}

function isHosting({ lobby }) {
  return Boolean(lobby?.hosting);
}
