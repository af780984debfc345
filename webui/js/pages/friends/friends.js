/** The page of friends and their presence, requests, search, and blocked people. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { isHere, shown } from "../../net/people_state.js";
import { BlockList } from "./block_list.js";
import { FriendList } from "./friend_list.js";
import { Requests } from "./requests.js";
import { Search } from "./search.js";

export class Friends extends Component {
  get title() {
    return t("friends.title");
  }

  build() {
    const { app } = this.props;
    this.lead = h("p", { class: "soft", role: "status" });
    const head = h("div", { class: "page-head" }, h("h1", {}, t("friends.title")), this.lead);
    const parts = app.store.state.player.guest ? this.#forGuests() : this.#forAccounts();
    return h("section", { class: "friends" }, head, parts);
  }

  #forGuests() {
    return h("div", { class: "columns" }, forGuests(), this.#column(BlockList));
  }

  /** Who asks comes first, as it waits for an answer; the list of friends may be long. */
  #forAccounts() {
    const columns = [this.#column(Requests, Search), this.#column(FriendList), this.#column(BlockList)];
    return h("div", { class: "columns friends-columns" }, columns);
  }

  #column(...parts) {
    const column = h("div", { class: "column" });
    for (const Part of parts) this.append(new Part({ app: this.props.app }), column);
    return column;
  }

  start() {
    super.start();
    const { router, store } = this.props.app;
    this.own(store.subscribe((state) => state.circle, () => this.#render()));
    this.own(store.subscribe((state) => state.presence, () => this.#render()));
    this.own(store.subscribe((state) => state.player?.guest, () => router.refresh()));
    this.#render();
  }

  #render() {
    const { circle, player, presence } = this.props.app.store.state;
    const friends = shown(circle, "friends");
    const known = circle.status === "ready" && friends.every(({ player: { id } }) => presence[id]);
    const count = friends.filter(({ player: { id } }) => isHere(presence[id])).length;
    setText(this.lead, known && !player?.guest ? t("friends.lead", { count }) : "");
  }
}

function forGuests() {
  return h("section", { class: "card accent" }, [
    h("h2", {}, t("friends.guest")),
    h("p", { class: "soft" }, t("friends.guest.text")),
    h("div", { class: "actions" }, h("a", { class: "button primary", href: "/account" }, t("friends.guest.go"))),
  ]);
}
