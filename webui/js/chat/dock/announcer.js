/** Says to whoever does not see the page what is new: each line where few come, and how many where there are many. */

import { named } from "../../components/bot.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { after } from "../../lib/ticker.js";
import { nameOf } from "../names.js";

const PAUSE = 1200; // ms between two announcements
const FEW = 2;

export class Announcer extends Component {
  #news = [];
  #stop = null;

  build() {
    return h("p", { class: "unseen", "aria-live": "polite" });
  }

  start() {
    super.start();
    this.own(this.props.chat.onEvent((news) => this.#heard(news)));
    this.own(() => this.#stop?.());
  }

  #heard({ event, room }) {
    const { chat, player } = this.props.app.store.state;
    if (event.kind !== "line" || event.author === player?.id) return;
    const isDirect = chat.rooms[room].kind === "direct";
    const isHeard = this.props.isHeard(room);
    if (!isDirect && !isHeard) return;
    const name = nameOf(chat.rooms[room], this.props.app.store.state);
    this.#news.push(isHeard ? t("chat.heard", { name: named({ id: event.author, name: event.name }), text: event.text }) : t("chat.heard.direct", { name }));
    this.#stop ??= after(PAUSE, () => this.#tell());
  }

  #tell() {
    this.#stop = null;
    const news = this.#news;
    this.#news = [];
    const words = news.length <= FEW ? news : [t("chat.heard.many", { count: news.length })];
    this.element.replaceChildren(...words.map((text) => h("span", {}, text, " ")));
  }
}
