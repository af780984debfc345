/** One line: who has said it, when, and what; own ones can be changed for a while. */

import { avatar, setAvatar } from "../../components/avatar.js";
import { Menu } from "../../components/menu.js";
import { Person } from "../../components/person.js";
import { moment, timeOfDay } from "../../i18n/dates.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { personOf } from "../names.js";
import { isAction } from "../rows.js";
import { actsOf, canEdit } from "./line_acts.js";
import { said } from "./said.js";

export class LineRow extends Component {
  #key = "";

  build() {
    this.words = h("div", { class: "line-words" });
    this.acts = h("div", { class: "line-acts" });
    this.body = h("div", { class: "line-body" }, this.words);
    return h("li", { class: "chat-line", tabindex: "-1", "data-number": this.number }, this.body, this.acts);
  }

  start() {
    super.start();
    this.update(this.props.data, this.props.room);
  }

  get number() {
    return this.line.number;
  }

  get line() {
    return this.props.data;
  }

  get canEdit() {
    return canEdit(this.line, this.props.app);
  }

  update(data, room) {
    this.props.data = data;
    const { state } = this.props.app.store;
    const person = personOf(data, room, state);
    const key = [data.text, data.edited, data.head, person.name, person.avatar, state.player?.name, this.canEdit, state.profile?.role].join("\n");
    if (key === this.#key) return;
    this.#key = key;
    const action = isAction(data.text);
    const isOwn = data.author === state.player?.id;
    this.element.className = ["chat-line", data.head && "head", isOwn && "own", action && "action"].filter(Boolean).join(" ");
    this.#renderHead(data, person, action);
    const words = action ? data.text.replace(/^\/me\s+/, "") : data.text;
    this.words.replaceChildren(...said(words, state.player?.name), ...edited(data));
    this.words.title = moment(data.at);
    this.#renderActs();
  }

  #renderHead({ at, head }, person, action) {
    if (!head) {
      this.#dropHead();
      return;
    }
    if (!this.head) {
      this.image = avatar(person, 64);
      this.time = h("time", { class: "line-time" });
      this.head = h("div", { class: "line-head" });
      this.person = this.append(new Person({ app: this.props.app, person, room: this.props.id }), this.head);
      this.head.append(this.time);
      this.element.prepend(this.image);
      this.body.prepend(this.head);
      for (const each of this.head.querySelectorAll("a, button")) each.tabIndex = -1;
    }
    this.person.update(person);
    setAvatar(this.image, person, 64);
    this.time.textContent = action ? "" : timeOfDay(at);
    this.time.dateTime = new Date(at).toISOString();
  }

  #dropHead() {
    if (!this.head) return;
    this.remove(this.person);
    this.head.remove();
    this.image.remove();
    this.head = null;
  }

  #renderActs() {
    const acts = () => actsOf(this.line, this.props);
    if (acts().length === 0) return this.#dropMenu();
    if (this.menu) return undefined;
    this.menu = this.append(new Menu({ label: t("chat.line.acts"), items: acts }), this.acts);
    this.menu.button.tabIndex = -1;
    return undefined;
  }

  #dropMenu() {
    if (this.menu) this.remove(this.menu);
    this.menu = null;
  }
}

function edited({ edited: at }) {
  return at ? [" ", h("small", { class: "line-edited", title: moment(at) }, t("chat.edited"))] : [];
}
