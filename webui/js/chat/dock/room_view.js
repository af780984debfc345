/** A room that is looked at: its lines, who writes, and where one writes. */

import { named } from "../../components/bot.js";
import { Placeholder } from "../../components/placeholder.js";
import { sayError } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, listen, setText } from "../../lib/dom.js";
import { every } from "../../lib/ticker.js";
import { folded, lastOf } from "../range.js";
import { unreadIn } from "../room_model.js";
import { rowsOf } from "../rows.js";
import { nameOf, otherOf } from "../names.js";
import { Composer } from "./composer.js";
import { Lines } from "./lines.js";
import { RoomBar } from "./room_bar.js";

const AROUND = 20; // events that are fetched before a line that is looked for
const AGES = 60_000; // ms: by then a line may be too old to be changed

export class RoomView extends Component {
  #unread = 0;
  #unreadAfter = null;
  #frame = null;
  #isPlaced = false;
  #sought = null; // the number of a line that is looked for

  build() {
    const { app, chat, drafts, id, left, members } = this.props;
    this.placeholder = new Placeholder({ waiting: t("chat.loading"), empty: h("p", { class: "empty" }, this.#emptyWords()) });
    this.lines = new Lines({
      app, chat, id,
      edit: (line) => this.composer.edit(line),
      near: (way) => this.#near(way),
      seen: (number) => this.#seen(number),
      write: () => this.composer.focus(),
    });
    this.jump = h("button", { class: "button small room-jump", type: "button", hidden: true, onClick: () => this.#jump() });
    this.news = h("button", { class: "button small room-news", type: "button", hidden: true, onClick: () => this.#toNewest() });
    this.typing = h("p", { class: "room-typing", "aria-live": "off" });
    const root = h("div", { class: "room" });
    this.bar = this.append(new RoomBar({ app, chat, left, members: () => members(id) }), root);
    root.append(this.jump);
    this.append(this.lines, root);
    this.append(this.placeholder, this.lines.element);
    root.append(h("div", { class: "room-below" }, this.news, this.typing));
    const last = () => this.lines.lastOwn();
    this.composer = this.append(new Composer({ app, chat, id, drafts, last, left, said: () => this.#said() }), root);
    return root;
  }

  start() {
    super.start();
    const { store } = this.props.app;
    const room = (state) => state.chat?.rooms[this.props.id];
    for (const part of [room, (state) => state.mutes, (state) => state.circle, (state) => state.profile]) {
      this.own(store.subscribe(part, () => this.#soon()));
    }
    for (const [target, type] of [[document, "visibilitychange"], [window, "focus"], [window, "blur"]]) {
      this.own(listen(target, type, () => this.#attend()));
    }
    this.own(every(AGES, () => this.#render()));
    this.own(() => cancelAnimationFrame(this.#frame));
  }

  /** Draw once in a frame, however many lines come, and not at all while nobody can see it. */
  #soon() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#render();
    });
  }

  focus() {
    this.composer.focus();
  }

  /** Go to a line, and fetch what is around it if the page does not know it. */
  goTo(number) {
    this.#sought = number;
    this.#render();
  }

  async #seek({ id, model, status }) {
    const number = this.#sought;
    if (number === null || status !== "ready" || !model.shown) return;
    this.#sought = null;
    const { shown } = model;
    if (number <= shown.after || number > lastOf(shown)) {
      await this.props.chat.rooms.jump(id, Math.max(0, number - AROUND));
      if (!this.running) return;
      this.#render();
    }
    this.lines.goTo(number);
  }

  /** Whether the player looks at it now, as far as a page can tell. */
  get isAttentive() {
    return this.running && !document.hidden && document.hasFocus();
  }

  get #room() {
    return this.props.app.store.state.chat?.rooms[this.props.id];
  }

  #render() {
    const room = this.#room;
    const { player } = this.props.app.store.state;
    if (!room || !player) return;
    const { model, queued } = room;
    const unread = unreadIn(model, player.id);
    this.#noteUnread(model, unread);
    const lines = model.shown ? folded(model.shown.events) : [];
    const unreadAfter = this.#isAbove(model) ? null : this.#unreadAfter;
    const rows = rowsOf({ lines, queued, me: player, unreadAfter });
    this.#place(room, rows);
    const isNewest = !model.live;
    this.lines.show({ rows, room, isNewest });
    if (!this.lines.isScrolledUp) this.props.chat.rooms.trim(room.id);
    if (model.shown && !this.#isPlaced) {
      this.#isPlaced = true;
      this.lines.begin();
    }
    this.#renderNews(unread);
    this.#renderJump(room);
    setText(this.typing, this.#typingWords(room));
    this.composer.show(room);
    this.bar.show(room);
    this.#seek(room);
  }

  /** What stands in place of lines. */
  #place(room, rows) {
    const { chat } = this.props;
    if (room.status === "failed") {
      const again = () => chat.rooms.again(room.id);
      return this.placeholder.show("failed", { text: sayError(room.why), again });
    }
    if (room.status === "loading") return this.placeholder.show("loading");
    return this.placeholder.show(rows.length === 0 ? "empty" : "ready");
  }

  /** Note where new lines begin when the room is opened, or while the player looks elsewhere: it is shown until they have gone on. */
  #noteUnread({ mark, shown }, unread) {
    if (!shown || unread === 0 || this.#unreadAfter !== null) return;
    if (this.isAttentive && this.#isPlaced) return;
    this.#unreadAfter = mark;
    this.#unread = unread;
  }

  /** The way to what is new, if that is further up than what is shown; or that it could not be fetched. */
  #renderJump({ fetching, model }) {
    const failed = fetching === "failed";
    this.jump.hidden = !failed && !this.#isAbove(model);
    setText(this.jump, failed ? t("chat.earlier.failed") : t("chat.jump", { count: this.#unread }));
  }

  /** Whether new lines begin further up than what is shown. */
  #isAbove({ shown }) {
    return shown !== null && this.#unreadAfter !== null && this.#unreadAfter < shown.after;
  }

  #renderNews(unread) {
    const isBelow = this.lines.isScrolledUp || Boolean(this.#room.model.live);
    this.news.hidden = !isBelow;
    setText(this.news, unread > 0 ? t("chat.news", { count: unread }) : t("chat.newest"));
  }

  #typingWords({ kind, model, typing }) {
    if (typing.length > 2) return t("chat.typing.many");
    if (typing.length === 2) return t("chat.typing.two", { one: named(typing[0]), other: named(typing[1]) });
    if (typing.length === 1) return t("chat.typing", { name: named(typing[0]) });
    return kind === "direct" && this.#isSeen(model) ? t("chat.seen") : "";
  }

  /** Whether the other one has seen the last line, and it is an own one. */
  #isSeen({ live, seen, shown }) {
    if (!shown || live) return false;
    const last = folded(shown.events).at(-1);
    return last?.author === this.props.app.store.state.player.id && seen >= last.number;
  }

  /** The player sees the page (again), or looks elsewhere. */
  #attend() {
    if (this.isAttentive) this.#render();
    else this.#unreadAfter = null;
  }

  #seen(number) {
    const room = this.#room;
    if (!this.isAttentive || !room?.model.shown) return;
    const { model } = room;
    const all = this.lines.isScrolledUp || model.live ? number : lastOf(model.shown);
    this.props.chat.rooms.read(room.id, all);
  }

  /** The end of what is known comes near, above or below. */
  #near(way) {
    const room = this.#room;
    if (!room?.model.shown) return;
    const { complete, live, shown } = room.model;
    const isFree = room.fetching === null;
    if (isFree && way === "before" && !complete && shown.after > 0) this.props.chat.rooms.fetch(room.id, "before");
    if (isFree && way === "after" && live) this.props.chat.rooms.fetch(room.id, "after");
    if (way === "scrolled") this.#renderNews(unreadIn(room.model, this.props.app.store.state.player.id));
  }

  async #jump() {
    const { fetching, model } = this.#room;
    if (fetching === "failed") return this.props.chat.rooms.fetch(this.props.id, model.live ? "after" : "before");
    await this.props.chat.rooms.jump(this.props.id, this.#unreadAfter);
    this.#render();
    this.lines.begin();
    return this.lines.focus();
  }

  #toNewest() {
    this.props.chat.rooms.toNewest(this.props.id);
    this.lines.stick();
    this.composer.focus();
  }

  #said() {
    this.#unreadAfter = null;
    this.#toNewest();
  }

  #emptyWords() {
    const { app, id } = this.props;
    const room = app.store.state.chat.rooms[id];
    if (room.kind === "direct") return t("chat.empty.direct", { name: named(otherOf(room, app.store.state)) });
    return t("chat.empty", { room: nameOf(room, app.store.state) });
  }
}
