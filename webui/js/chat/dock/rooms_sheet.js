/** The public rooms: found by name, looked into, joined; and the way to make one. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, setText } from "../../lib/dom.js";
import { roomIn } from "../directory.js";
import { Finder } from "./finder.js";
import { makeRoom } from "./room_acts.js";
import { Sheet } from "./sheet.js";

const LONGEST_NAME = 40;

/** `choose(id)` looks at a room. */
export class RoomsSheet extends Sheet {
  get title() {
    return t("chat.rooms.find");
  }

  fill(body) {
    const { app, chat, choose } = this.props;
    const onClick = () => makeRoom(app, chat, choose);
    body.append(h("button", { class: "button small", type: "button", onClick }, t("chat.rooms.new")));
    this.finder = this.append(new Finder({
      label: t("chat.rooms.name"),
      longest: LONGEST_NAME,
      none: t("chat.rooms.none"),
      key: ({ id }) => id,
      row: (room) => new PublicRow({ app, chat, choose, room }),
      ask: async (name, skip = 0) => {
        const { more, rooms } = await app.api.ask("GET", `/rooms/public?name=${encodeURIComponent(name)}&skip=${skip}`);
        return { items: rooms, more };
      },
    }), body);
  }
}

/** A public room. */
class PublicRow extends Component {
  build() {
    const { choose, room } = this.props;
    const look = () => choose(room.id, room);
    this.name = h("button", { class: "row-link", type: "button", onClick: look });
    this.topic = h("span", { class: "row-note sheet-topic" });
    this.members = h("span", { class: "row-note" });
    const main = h("div", { class: "row-main" }, h("span", { class: "row-title" }, this.name), this.topic, this.members);
    this.button = h("button", { class: "button small", type: "button", onClick: () => busy(this.button, () => this.#join()) });
    this.update(room);
    return h("li", { class: "row" }, main, h("div", { class: "row-acts" }, this.button));
  }

  update(room) {
    this.props.room = room;
    const { name } = room;
    setText(this.name, name);
    setText(this.topic, room.topic);
    setText(this.members, t("chat.rooms.members", { count: room.members }));
    setText(this.button, t(this.#isMine ? "chat.rooms.open" : "chat.join"));
    this.button.setAttribute("aria-label", t(this.#isMine ? "chat.rooms.open.label" : "chat.join.label", { name }));
  }

  get #isMine() {
    const { app, room } = this.props;
    return roomIn(app.store.state.chat, room.id).model.role !== null;
  }

  /** Join it and look at it; if that is refused, the room itself says what stands in the way. */
  async #join() {
    const { app, chat, choose, room } = this.props;
    if (!this.#isMine) await chat.setRole(room.id, app.store.state.player.id, "member");
    choose(room.id, room);
  }
}
