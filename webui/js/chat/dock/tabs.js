/** The tabs of the rooms; those for which there is no place are in a menu. */

import { avatar, setAvatar } from "../../components/avatar.js";
import { Menu } from "../../components/menu.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { TABS, isInvited, tabsOf } from "../directory.js";
import { MOST_UNREAD, unreadIn } from "../room_model.js";
import { nameOf } from "../names.js";

export class Tabs extends Component {
  #tabs = new Map();
  #rest = [];

  build() {
    this.list = h("div", { class: "dock-tabs", role: "tablist", "aria-label": t("chat.rooms"), onKeydown: (event) => this.#key(event) });
    const root = h("div", { class: "dock-rooms" }, this.list);
    const items = () => this.#rest.map((room) => ({ text: this.#words(room), run: () => this.props.choose(room.id, true) }));
    this.menu = this.append(new Menu({ label: t("chat.others"), items }), root);
    this.menu.element.hidden = true;
    return root;
  }

  focus() {
    this.#tabs.get(this.props.selected())?.element.focus();
  }

  show(directory) {
    const rooms = tabsOf(directory);
    const selected = this.props.selected();
    const first = rooms.slice(0, TABS);
    const chosen = rooms.find(({ id }) => id === selected);
    const shown = first.includes(chosen) || !chosen ? first : [...first.slice(0, -1), chosen];
    this.#rest = rooms.filter((room) => !shown.includes(room));
    this.menu.element.hidden = this.#rest.length === 0;
    for (const id of this.#tabs.keys()) if (!shown.some((room) => room.id === id)) this.#drop(id);
    shown.forEach((room, place) => this.#place(room, place, room.id === selected));
  }

  #place(room, place, isSelected) {
    const tab = this.#tabs.get(room.id) ?? this.#make(room);
    const { element } = tab;
    if (this.list.children[place] !== element) this.list.insertBefore(element, this.list.children[place] ?? null);
    const isNew = isSelected && element.getAttribute("aria-selected") !== "true";
    element.setAttribute("aria-selected", String(isSelected));
    element.tabIndex = isSelected ? 0 : -1;
    if (isSelected) element.id = "dock-tab";
    else element.removeAttribute("id");
    setText(tab.name, this.#name(room));
    if (tab.image) setAvatar(tab.image, room.other, 64);
    const invited = isInvited(room);
    const unread = isSelected ? 0 : this.#unread(room);
    tab.mark.hidden = isSelected || (unread === 0 && !invited);
    setText(tab.mark, invited ? "!" : unread >= MOST_UNREAD ? "99+" : String(unread));
    element.classList.toggle("quiet", room.kind !== "direct" && !invited);
    element.setAttribute("aria-label", isSelected ? this.#name(room) : this.#words(room));
    if (isNew) element.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }

  #make(room) {
    const name = h("span", { class: "dock-tab-name" });
    const mark = h("span", { class: "dock-mark", "aria-hidden": "true", hidden: true });
    const image = room.other ? avatar(room.other, 64) : null;
    const onClick = () => this.props.choose(room.id, true);
    const element = h("button", { class: "dock-tab", type: "button", role: "tab", "aria-controls": "dock-room", onClick }, image, name, mark);
    const tab = { element, image, mark, name };
    this.#tabs.set(room.id, tab);
    return tab;
  }

  #drop(id) {
    this.#tabs.get(id).element.remove();
    this.#tabs.delete(id);
  }

  #name(room) {
    return nameOf(room, this.props.app.store.state);
  }

  #unread(room) {
    return unreadIn(room.model, this.props.app.store.state.player?.id);
  }

  #words(room) {
    if (isInvited(room)) return t("chat.tab.invited", { name: this.#name(room) });
    const unread = this.#unread(room);
    return unread === 0 ? this.#name(room) : t("chat.tab.unread", { name: this.#name(room), count: unread });
  }

  #key(event) {
    const tabs = [...this.list.children];
    const place = tabs.indexOf(document.activeElement);
    const next = {
      ArrowRight: (place + 1) % tabs.length, ArrowLeft: (place - 1 + tabs.length) % tabs.length, Home: 0, End: tabs.length - 1,
    }[event.key];
    if (next === undefined || place < 0) return;
    event.preventDefault();
    const [id] = [...this.#tabs].find(([, tab]) => tab.element === tabs[next]);
    this.props.choose(id);
    this.focus();
  }
}
