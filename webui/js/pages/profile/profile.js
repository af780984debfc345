/** The profile of a player: who it is, the relation to the viewer, how they play. */

import { avatar, setAvatar } from "../../components/avatar.js";
import { Loading } from "../../components/loading.js";
import { profilePath } from "../../lib/profile_path.js";
import { sayPresence } from "../../i18n/dates.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { catchFocus, focusHeading, h, setText } from "../../lib/dom.js";
import { knownIn, matchToWatch, relationShown } from "../../net/people_state.js";
import { NotFound } from "../message.js";
import { facts, marks } from "./facts.js";
import { History } from "./history.js";
import { Placed } from "./placed.js";
import { ProfileActs } from "./profile_acts.js";
import { Ratings } from "./ratings.js";
import { tally } from "./tally.js";

const SIDE = 256;

export class Profile extends Component {
  #record = null;

  get title() {
    return t("profile.title");
  }

  build() {
    const root = h("section", { class: "profile" }, h("h1", { class: "unseen" }, t("profile.title")));
    const { app } = this.props;
    const path = `/players/${encodeURIComponent(this.#id)}`;
    const parts = { ask: () => app.api.find(path), show: (record) => this.#show(record) };
    this.loading = this.append(new Loading({ app, waiting: t("profile.loading"), ...parts }), root);
    return root;
  }

  get #id() {
    return this.props.params.id;
  }

  #show(record) {
    this.clear();
    this.element.replaceChildren();
    if (record) this.#fill(record);
    else this.append(new NotFound({ text: t("profile.missing") }), this.element);
    catchFocus(this.element);
  }

  #fill(record) {
    this.#record = record;
    const { app } = this.props;
    const person = record.player;
    this.presence = h("p", { class: "profile-presence" });
    this.name = h("h1", {}, person.name);
    this.image = avatar(person, SIDE);
    this.watch = h("a", { class: "button small" }, t("profile.watch"));
    this.where = h("div", { class: "profile-where", hidden: true }, this.presence, this.watch);
    const name = h("div", { class: "profile-name" }, this.name, marks(record));
    const acts = h("div", {});
    this.element.append(
      h("header", { class: "card profile-head" }, [
        this.image,
        h("div", { class: "profile-words" }, name, this.where, h("p", { class: "soft" }, facts(record)), [
          record.owner && h("p", { class: "soft" }, this.#ownerOf(record.owner)),
          record.about && h("p", { class: "profile-about" }, record.about),
        ]),
        acts,
      ]),
      tally(record.tally),
    );
    if (!record.guest && !record.bot) this.append(new Ratings({ app, person }), this.element);
    this.append(new ProfileActs({ app, person, guest: record.guest }), acts);
    const history = this.append(new History({ app, person }), this.element);
    this.append(new Placed({ app, person }), history.element); // at the end, so that nothing moves when it comes
    const shown = [(state) => state.presence[this.#id], (state) => state.circle, (state) => state.profile];
    for (const part of shown) this.own(app.store.subscribe(part, () => this.#render()));
    this.#render();
  }

  /** "A bot of Ada", with a link to her. */
  #ownerOf(owner) {
    const [before, after] = t("profile.bot_of", { owner: "\0" }).split("\0");
    return [before, h("a", { href: profilePath(owner.id) }, owner.name), after];
  }

  /** Frames are newer than what was read; the own presence is not shown. */
  #render() {
    const { router, store } = this.props.app;
    const { circle, page, player, presence, profile } = store.state;
    const own = player?.id === this.#id;
    if (own && this.#record.guest && !player.guest) return router.refresh(); // an account shows more
    const person = (own ? profile?.player : knownIn(circle, this.#id)) ?? this.#record.player;
    if (page.title !== person.name) store.set({ page: { ...page, title: person.name } });
    setText(this.name, person.name);
    setAvatar(this.image, person, SIDE);
    const hidden = own || relationShown(circle, this.#id) === "blocked";
    const where = hidden ? null : (presence[this.#id] ?? this.#record.presence);
    const match = where && matchToWatch(where, store.state);
    if (!match && this.watch === document.activeElement) focusHeading(this.element);
    this.where.hidden = !where;
    this.watch.hidden = !match;
    this.watch.setAttribute("href", `/match/${match}`);
    if (!where) return undefined;
    this.presence.dataset.presence = where.presence;
    return setText(this.presence, sayPresence(where));
  }
}
