/** The profile of a player: who it is, the relation to the viewer, how they play. */

import { avatar, setAvatar } from "../../components/avatar.js";
import { country, date, sayPresence } from "../../i18n/dates.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { catchFocus, focusHeading, h, setText } from "../../lib/dom.js";
import { knownIn, matchToWatch, relationShown } from "../../net/people_state.js";
import { MessagePage, NotFound } from "../message.js";
import { History } from "./history.js";
import { ProfileActs } from "./profile_acts.js";
import { tally } from "./tally.js";

const SIDE = 256;

export class Profile extends Component {
  #record = null;

  get title() {
    return t("profile.title");
  }

  build() {
    return h("section", { class: "profile" }, h("h1", { class: "unseen" }, t("profile.title")));
  }

  start() {
    super.start();
    this.#load();
  }

  get #id() {
    return this.props.params.id;
  }

  async #load() {
    const { api, router } = this.props.app;
    try {
      const record = await api.ask("GET", `/players/${encodeURIComponent(this.#id)}`);
      if (this.running) this.#show(record);
    } catch (error) {
      if (!this.running) return;
      const way = { action: t("unreachable.go"), onClick: () => router.refresh() };
      const failed = () => new MessagePage({ title: t("unreachable.title"), text: sayProblem(error), ...way });
      this.element.replaceChildren();
      this.append(error.status === 404 ? new NotFound({ text: t("profile.missing") }) : failed(), this.element);
      catchFocus(this.element);
    }
  }

  #show(record) {
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
    this.element.replaceChildren(
      h("header", { class: "card profile-head" }, [
        this.image,
        h("div", { class: "profile-words" }, name, this.where, h("p", { class: "soft" }, facts(record)), [
          record.about && h("p", { class: "profile-about" }, record.about),
        ]),
        acts,
      ]),
      tally(record.tally),
    );
    this.append(new ProfileActs({ app, person, guest: record.guest }), acts);
    this.append(new History({ app, person }), this.element);
    const shown = [(state) => state.presence[this.#id], (state) => state.circle, (state) => state.profile];
    for (const part of shown) this.own(app.store.subscribe(part, () => this.#render()));
    this.#render();
    catchFocus(this.element);
  }

  /** Frames are newer than what was read; the own presence is not shown. */
  #render() {
    const { router, store } = this.props.app;
    const { circle, player, presence, profile } = store.state;
    const own = player?.id === this.#id;
    if (own && this.#record.guest && !player.guest) return router.refresh(); // an account shows more
    const person = (own ? profile?.player : knownIn(circle, this.#id)) ?? this.#record.player;
    document.title = t("title", { page: person.name });
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

function marks({ guest, role }) {
  if (guest) return h("span", { class: "mark" }, t("profile.guest"));
  return role === "player" ? null : h("span", { class: "mark" }, t(`profile.role.${role}`));
}

function facts({ country: code, joined_at: joined }) {
  return [code && country(code), t("profile.joined", { date: date(joined) })].filter(Boolean).join(" · ");
}
