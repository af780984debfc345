/** What a room that a player has made is called and about, and what one can do with it. */

import { Menu } from "../../components/menu.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { manages } from "../may_speak.js";
import { leaveRoom, renameRoom } from "./room_acts.js";
import { rulesOf } from "./room_menu.js";

/** `members()` shows who belongs to it, `left()` is called when the player does no longer. */
export class RoomBar extends Component {
  #room = null;

  build() {
    const { members } = this.props;
    this.name = h("h2", { class: "room-name" });
    this.topic = h("p", { class: "room-topic" });
    const button = h("button", { class: "button small quiet", type: "button", onClick: members }, t("chat.members"));
    const root = h("div", { class: "room-bar", hidden: true }, h("div", { class: "room-about" }, this.name, this.topic), button);
    this.menu = this.append(new Menu({ label: t("chat.room.acts"), items: () => this.#items() }), root);
    return root;
  }

  show(room) {
    this.#room = room;
    const { made } = room.model;
    this.element.hidden = !made || room.status !== "ready";
    if (!made) return;
    setText(this.name, made.name);
    setText(this.topic, made.topic);
    this.topic.title = made.topic;
    this.menu.element.hidden = this.#items().length === 0;
  }

  #items() {
    const { app, chat, left } = this.props;
    const room = this.#room;
    const items = rulesOf(room, app);
    if (manages(room)) items.push({ text: t("chat.rename"), run: () => renameRoom(app, chat, room) });
    if (![null, "invited"].includes(room.model.role)) {
      items.push({ text: t("chat.leave"), kind: "danger", run: () => leaveRoom(app, chat, room, left) });
    }
    return items;
  }
}
