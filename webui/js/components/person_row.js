/** A line of a list about a person: image, name, a note, the most likely actions, and at the end the menu. */

import { Component } from "../lib/component.js";
import { busy, h, setText } from "../lib/dom.js";
import { avatar, setAvatar } from "./avatar.js";
import { Person } from "./person.js";

/**
 * `line` has `player: {id, name, avatar}` and the data from which `note(line)` makes a text. `acts(line)` returns
 * `[{text, label, kind?, run(app, person)} | {text, label, href}]`. `presence(line)`, if given, marks the image;
 * `more(person)` is as in Person.
 */
export class PersonRow extends Component {
  build() {
    const { app, line, more } = this.props;
    this.image = avatar(line.player, 64);
    this.face = h("span", { class: "face" }, this.image);
    this.note = h("span", { class: "row-note" });
    this.actions = h("div", { class: "row-acts" });
    this.person = new Person({ app, person: line.player, more });
    const main = h("div", { class: "row-main" });
    this.append(this.person, main);
    main.append(this.note);
    this.update(line);
    return h("li", { class: "row" }, this.face, main, this.actions, this.person.menu?.element);
  }

  update(line) {
    const { acts, note, presence } = this.props;
    this.person.update(line.player);
    setAvatar(this.image, line.player, 64);
    setText(this.note, note?.(line) ?? "");
    if (presence) this.face.dataset.presence = presence(line);
    this.#act(line, acts?.(line) ?? []);
  }

  /** Keep the buttons, and the focus, if they have not changed; else replace them and move the focus. */
  #act(line, acts) {
    const key = acts.map(({ label, href }) => `${label} ${href}`).join("\n");
    if (this.key === key) return;
    this.key = key;
    const focused = this.actions.contains(document.activeElement);
    this.actions.replaceChildren(...acts.map((act) => this.#button(act, line.player)));
    if (focused) (this.actions.firstElementChild ?? this.person.name).focus();
  }

  #button({ text, label, kind = "", href, run }, person) {
    const props = { class: `button small ${kind}`, "aria-label": label };
    if (href) return h("a", { ...props, href }, text);
    const onClick = () => busy(button, async () => run(this.props.app, person));
    const button = h("button", { ...props, onClick }, text);
    return button;
  }
}
