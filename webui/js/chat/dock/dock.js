/** The chat beside every page: the tabs of the rooms, and the one that is looked at. */

import { glyphButton } from "./buttons.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, listen } from "../../lib/dom.js";
import { recall, remember } from "../../lib/storage.js";
import { cross } from "../../components/icons.js";
import { Menu } from "../../components/menu.js";
import { LOBBY, directRoom, withoutBlocked } from "../directory.js";
import { Announcer } from "./announcer.js";
import { RoomMenu } from "./room_menu.js";
import { MembersSheet } from "./members_sheet.js";
import { makeRoom } from "./room_acts.js";
import { RoomView } from "./room_view.js";
import { RoomsSheet } from "./rooms_sheet.js";
import { SearchSheet } from "./search_sheet.js";
import { Sound } from "./sound.js";
import { Tabs } from "./tabs.js";

const KEY = "rally.chat.room";
/** Goes from the page to the chat; from the chat the browser takes it to its own bars. */
const GO = "F6";

export class Dock extends Component {
  #before = null; // what had the focus
  #covered = null;
  #drafts = new Map();
  #match = null;
  #scrolled = 0;
  #now = LOBBY; // the room that is looked at
  #selected = recall(KEY) ?? LOBBY; // the one that the player has chosen; it may not be known yet
  #sheet = null; // what stands in place of the room
  #view = null;
  #visited = null; // the room that was looked at last

  build() {
    const { app, chat } = this.props;
    const fold = () => this.props.door.set(false);
    this.sound = new Sound({ app, chat, isHeard: (id) => this.#isLookedAt(id) });
    const head = h("header", { class: "dock-head" });
    const root = h("aside", { class: "dock", id: "dock", "aria-label": t("chat.title"), hidden: true }, head);
    this.tabs = this.append(new Tabs({ app, choose: (id, focus) => this.choose(id, focus), selected: () => this.#now }), head);
    this.append(new Menu({ label: t("chat.more"), face: "+", items: () => this.#items() }), head);
    this.menu = this.append(new RoomMenu({ app, room: () => app.store.state.chat?.rooms[this.#now] }), head);
    this.append(this.sound, head);
    head.append(glyphButton({ label: t("chat.fold"), onClick: fold }, cross()));
    this.panel = h("section", { class: "dock-room", id: "dock-room", role: "tabpanel", "aria-labelledby": "dock-tab" });
    root.append(this.panel);
    this.append(new Announcer({ app, chat, isHeard: (id) => this.#isLookedAt(id) }), root);
    return root;
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.chatOpen, () => this.#render()));
    this.own(store.subscribe((state) => state.chat, () => this.#render()));
    this.own(store.subscribe((state) => state.circle, () => this.#render()));
    this.own(store.subscribe((state) => state.profile, () => this.#render()));
    this.own(listen(document, "keydown", (event) => this.#key(event)));
    this.own(listen(this.element, "keydown", (event) => this.#keyHere(event)));
    this.#render();
  }

  /** Focus where one writes; on a screen for fingers that would open its keyboard, so there the tab. */
  focus() {
    const target = matchMedia("(pointer: coarse)").matches ? this.tabs : this.#view;
    target?.focus();
  }

  #items() {
    const { app, chat } = this.props;
    return [
      { text: t("chat.rooms.find"), run: () => this.#open(RoomsSheet) },
      { text: t("chat.rooms.new"), run: () => makeRoom(app, chat, (id, about) => this.#visit(id, about)) },
      { text: t("chat.search"), run: () => this.#open(SearchSheet) },
    ];
  }

  /** Show something in place of the room. */
  #open(Part, props = {}) {
    const { app, chat } = this.props;
    this.#leave();
    this.#closeSheet();
    const close = () => this.#back();
    const choose = (id, about) => this.#visit(id, about);
    this.#sheet = this.append(new Part({ app, chat, choose, close, goTo: (id, number) => this.#goTo(id, number), ...props }), this.panel);
    this.#sheet.focus();
  }

  #closeSheet() {
    if (this.#sheet) this.remove(this.#sheet);
    this.#sheet = null;
  }

  #back() {
    this.#closeSheet();
    this.#render();
    this.focus();
  }

  /** Look at a room of which the page may know only `about`, `{name}`. */
  #visit(id, { name } = {}) {
    this.props.chat.rooms.open(id, name ? { name } : {});
    this.choose(id, true);
  }

  /** Look at a line of a room. */
  #goTo(id, number) {
    this.props.chat.rooms.open(id);
    this.choose(id);
    this.#view?.goTo(number);
  }

  /** A room to which the player does not belong has a tab only while it is looked at. */
  #forget(id) {
    const { rooms } = this.props.chat;
    const { kind, model, status, why } = rooms.room(id) ?? {};
    const isGone = status === "ready" || why?.code === "no_such_room";
    if (kind === "made" && model.role === null && isGone) rooms.close(id);
  }

  #left(id) {
    this.choose(LOBBY, true);
    this.props.chat.rooms.close(id);
  }

  /** Look at a room. */
  choose(id, focus = false) {
    this.#closeSheet();
    this.#selected = id;
    if (id !== this.#match) remember(KEY, id);
    this.#render();
    if (focus) this.focus();
  }

  /** Look at the direct room with a person. */
  message(person) {
    const { app, chat } = this.props;
    const id = directRoom(app.store.state.player.id, person.id);
    chat.rooms.open(id, { other: person, name: person.name });
    this.choose(id);
    this.#view?.focus();
  }

  #render() {
    const { app, chat, door } = this.props;
    const { chat: known, chatOpen, circle, player } = app.store.state;
    const directory = known && player && withoutBlocked(known, circle, player);
    const open = Boolean(chatOpen && directory);
    if (open === this.element.hidden) this.#turn(open, door.isBeside);
    if (!directory) return this.#leave();
    this.#choose(directory);
    this.tabs.show(directory);
    this.menu.show();
    chat.rooms.look(open ? this.#now : null);
    if (open) return this.#sheet ? undefined : this.#look();
    this.#closeSheet();
    return this.#leave();
  }

  /** Look at the room of a match as long as there is one, unless the player has chosen another; then at the one before. */
  #choose({ order, rooms }) {
    const match = order.find((id) => rooms[id].kind === "match") ?? null;
    if (match && match !== this.#match) this.#selected = match;
    if (!match && this.#match === this.#selected) this.#selected = recall(KEY) ?? LOBBY;
    this.#match = match;
    this.#now = order.includes(this.#selected) ? this.#selected : LOBBY;
  }

  /** Show or hide it. Where it is a page of its own, Back hides it, and the page below stays where it was. */
  #turn(open, isBeside) {
    const { router } = this.props.app;
    if (open) {
      this.#before = document.activeElement;
      this.#scrolled = scrollY;
      if (!isBeside) this.#covered = router.cover(() => this.#uncovered());
    }
    this.element.hidden = !open;
    if (open) return;
    this.#covered?.();
    this.#covered = null;
    if (this.#scrolled > 0 && !isBeside) scrollTo({ top: this.#scrolled, behavior: "instant" });
    this.#giveBack();
  }

  #uncovered() {
    this.#covered = null;
    this.props.door.set(false);
  }

  #giveBack() {
    if (document.activeElement !== document.body && !this.element.contains(document.activeElement)) return;
    const target = this.#before?.isConnected ? this.#before : document.querySelector("main");
    target.focus({ preventScroll: true });
  }

  #look() {
    const id = this.#now;
    if (this.#view?.props.id === id) return;
    this.#leave();
    const { app, chat } = this.props;
    chat.rooms.open(id);
    this.panel.dataset.room = id;
    const members = () => this.#open(MembersSheet, { id });
    this.#view = this.append(new RoomView({ app, chat, id, drafts: this.#drafts, left: () => this.#left(id), members }), this.panel);
    const before = this.#visited;
    this.#visited = id;
    if (before && before !== id) this.#forget(before);
  }

  #leave() {
    if (this.#view) this.remove(this.#view);
    this.#view = null;
  }

  #isLookedAt(id) {
    return this.#view?.props.id === id && this.#view.isAttentive;
  }

  #key(event) {
    if (event.key !== GO || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (this.element.contains(document.activeElement)) return;
    if (!this.props.app.store.state.player || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (this.element.hidden) this.props.door.toggle();
    else this.focus();
  }

  /** Escape: out of it, or where it is a page of its own, away with it. */
  #keyHere(event) {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    if (event.target.closest("[popover]")) return;
    event.preventDefault();
    if (this.#sheet) this.#back();
    else if (this.props.door.isBeside) document.querySelector("main").focus({ preventScroll: true });
    else this.props.door.set(false);
  }
}
