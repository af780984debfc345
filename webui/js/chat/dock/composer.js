/** Where one writes: Enter says it, Shift and Enter begin another row, and Arrow up in nothing changes the last line. */

import { arrow } from "../../components/icons.js";
import { sayError } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, setText } from "../../lib/dom.js";
import { recall, remember } from "../../lib/storage.js";
import { LONGEST, lengthOf, read } from "../commands.js";
import { nameOf } from "../names.js";
import { silenced } from "../may_speak.js";
import { DRAFT } from "../written.js";
import { Barrier } from "./barrier.js";
import { glyphButton } from "./buttons.js";
import { obey } from "./obey.js";

/** Characters: so few are left that they are counted. */
const FEW = 200;
const WRITE = { direct: "chat.write.to", made: "chat.write.made" };

export class Composer extends Component {
  #edited = null;

  build() {
    this.field = h("textarea", {
      class: "input composer-field", rows: 1, autocomplete: "off", enterkeyhint: "send",
      onInput: () => this.#written(), onKeydown: (event) => this.#key(event),
    });
    this.left = h("span", { class: "composer-left", "aria-live": "polite" });
    this.note = h("p", { class: "composer-note", role: "status" });
    const cancel = () => this.#endEdit();
    this.cancel = h("button", { class: "button small quiet", type: "button", hidden: true, onClick: cancel }, t("chat.edit.cancel"));
    this.send = glyphButton({ label: t("chat.send"), type: "submit", class: "icon-button composer-send" }, arrow());
    const onSubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    this.row = h("div", { class: "composer-row" }, this.field, this.send);
    const foot = h("div", { class: "composer-foot" }, this.note, this.left, this.cancel);
    const root = h("form", { class: "composer", onSubmit }, this.row, foot);
    this.barrier = this.append(new Barrier(this.props), root);
    return root;
  }

  start() {
    super.start();
    this.field.value = recall(this.#key_of) ?? "";
    this.#count();
  }

  focus() {
    (this.row.hidden ? this.barrier : this.field).focus();
  }

  show(room) {
    const { session, store } = this.props.app;
    const name = nameOf(room, store.state);
    const label = t(WRITE[room.kind] ?? "chat.write.in", { name });
    this.field.setAttribute("aria-label", label);
    this.field.setAttribute("placeholder", label);
    this.#bar(silenced(room, store.state, session.clock.now()));
  }

  /** Show why the player cannot speak, in place of the field; whoever was there is led on. */
  #bar(reason) {
    const isThere = this.element.contains(document.activeElement);
    const before = this.row.hidden;
    this.barrier.show(reason);
    this.row.hidden = reason !== null;
    if (isThere && (before !== this.row.hidden || !this.element.contains(document.activeElement))) this.focus();
  }

  /** Change a line that was said. */
  edit(line) {
    this.#edited = line;
    this.field.value = line.text;
    this.cancel.hidden = false;
    this.#say(t("chat.edit.now"));
    this.#count();
    this.focus();
  }

  get #key_of() {
    return `${DRAFT} ${this.props.app.store.state.player?.id} ${this.props.id}`;
  }

  #written() {
    this.#count();
    if (this.#edited) return;
    const { value } = this.field;
    remember(this.#key_of, value === "" ? null : value);
    this.#say("");
    if (value !== "" && !value.startsWith("/")) this.props.chat.rooms.write(this.props.id);
  }

  #key(event) {
    const { altKey, ctrlKey, isComposing, key, metaKey, shiftKey } = event;
    if (isComposing || altKey || ctrlKey || metaKey) return;
    if (key === "Enter" && !shiftKey) {
      event.preventDefault();
      this.#submit();
    }
    if (key === "Escape" && this.#edited) {
      event.preventDefault();
      this.#endEdit();
    }
    const last = key === "ArrowUp" && this.field.value === "" ? this.props.last() : null;
    if (!last) return;
    event.preventDefault();
    this.edit(last);
  }

  #submit() {
    if (this.#edited) return busy(this.send, () => this.#change());
    const order = read(this.field.value);
    if (order.kind === "nothing") return undefined;
    if (order.kind === "line") {
      this.props.chat.say(this.props.id, order.text);
      this.#empty();
      return this.props.said();
    }
    return this.#obey(order);
  }

  async #obey(order) {
    const { answer, done } = await obey(order, this.props);
    if (done) this.#empty();
    this.#say(answer);
  }

  async #change() {
    const { chat, id } = this.props;
    const line = this.#edited;
    const order = read(this.field.value);
    const text = order.kind === "line" ? order.text : this.field.value.trim();
    if (text === "" || order.kind === "too_long") return this.#say(t(text === "" ? "chat.edit.empty" : "chat.too_long"));
    if (text === line.text) return this.#endEdit();
    try {
      await chat.rooms.edit(id, line.number, text);
    } catch (error) {
      return this.#say(sayError(error));
    }
    return this.#endEdit();
  }

  #endEdit() {
    this.#edited = null;
    this.cancel.hidden = true;
    this.field.value = recall(this.#key_of) ?? "";
    this.#say("");
    this.#count();
    this.focus();
  }

  #empty() {
    this.field.value = "";
    this.#written();
  }

  #say(text) {
    setText(this.note, text);
  }

  #count() {
    const left = LONGEST - lengthOf(this.field.value);
    setText(this.left, left <= FEW ? t("chat.left", { left }) : "");
    this.left.classList.toggle("over", left < 0);
  }
}
