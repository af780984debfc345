/** The name of a person, on any page: a link to the profile, and a menu of actions. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h, setText } from "../lib/dom.js";
import { mute } from "../moderation/acts.js";
import { isModerator } from "../moderation/model.js";
import { profilePath } from "../lib/profile_path.js";
import { relationShown } from "../net/people_state.js";
import { botMark, isBot, named } from "./bot.js";
import { Menu } from "./menu.js";
import { actsFor, playActs } from "./person_acts.js";

/**
 * `person`: `{id, name, avatar?}`. Without an id (the machine, a second player at one keyboard) it is
 * only a name, and `bot` says whether it is that of one. `more(person)`, if given, returns items that stand first in the menu. `room`, if given, is the
 * one in which a moderator mutes them.
 */
export class Person extends Component {
  build() {
    const { app, person } = this.props;
    const root = h("span", { class: "person" });
    if (person.id === null) {
      this.name = h("span", { class: "person-name" }, person.name);
      root.append(this.name, ...(this.props.bot ? [botMark()] : []));
      return root;
    }
    this.name = h("a", { class: "person-name", href: profilePath(person.id) }, person.name);
    root.append(this.name, ...(isBot(person.id) ? [botMark()] : []));
    if (app.store.state.player?.id !== person.id) this.menu = this.append(this.#menu(), root);
    return root;
  }

  /** Show the same person, perhaps with another name. */
  update(person) {
    this.props.person = person;
    setText(this.name, person.name);
    this.menu?.label(t("person.more", { name: named(person) }));
  }

  #menu() {
    return new Menu({ label: t("person.more", { name: named(this.props.person) }), items: () => this.#items() });
  }

  #items() {
    const { app, person, room } = this.props;
    const { circle, player } = app.store.state;
    const relation = relationShown(circle, person.id);
    const acts = [...playActs(app.store.state, person), ...actsFor(relation, { guest: player?.guest || isBot(person.id) })];
    const message = { text: t("person.message"), run: () => app.chat.message(person) };
    return [
      ...(this.props.more?.(person) ?? []),
      { text: t("person.profile"), href: profilePath(person.id) },
      ...(relation === "blocked" ? [] : [message]),
      ...acts.map(({ key, kind, run }) => ({ text: t(`person.${key}`), kind, run: () => run(app, person) })),
      ...(isModerator(app.store.state) ? [{ text: t("person.mute"), kind: "danger", run: () => mute(app, person, room) }] : []),
    ];
  }
}
