/** Somebody's profile: who it is, what is between us, how they play. */

import { avatar } from "../../components/avatar.js";
import { country, date, sayPresence } from "../../i18n/dates.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { catchFocus, h, setText } from "../../lib/dom.js";
import { matchToWatch } from "../../net/people_state.js";
import { MessagePage, NotFound } from "../message.js";
import { History } from "./history.js";
import { ProfileActs } from "./profile_acts.js";
import { tally } from "./tally.js";

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
    this.presence = h("p", { class: "profile-presence", hidden: true });
    const name = h("div", { class: "profile-name" }, h("h1", {}, person.name), marks(record));
    this.watch = h("a", { class: "button small", hidden: true }, t("profile.watch"));
    const acts = h("div", {});
    this.element.replaceChildren(
      h("header", { class: "card profile-head" }, [
        avatar(person, 256),
        h("div", { class: "profile-words" }, name, h("div", { class: "profile-where" }, this.presence, this.watch), h("p", { class: "soft" }, facts(record)), [
          record.about && h("p", { class: "profile-about" }, record.about),
        ]),
        acts,
      ]),
      tally(record.tally),
    );
    this.append(new ProfileActs({ app, person, guest: record.guest }), acts);
    this.append(new History({ app, person }), this.element);
    document.title = t("title", { page: person.name });
    this.own(app.store.subscribe((state) => state.presence[this.#id], () => this.#render()));
    this.#render();
    catchFocus(this.element);
  }

  /** What a friend's frames say is newer than what was read; where one is oneself, one knows. */
  #render() {
    const { player, presence } = this.props.app.store.state;
    const where = player?.id === this.#id ? null : (presence[this.#id] ?? this.#record.presence);
    this.presence.hidden = !where;
    this.watch.hidden = true;
    if (!where) return;
    this.presence.dataset.presence = where.presence;
    setText(this.presence, sayPresence(where));
    this.#offerToWatch(matchToWatch(where, this.props.app.store.state));
  }

  #offerToWatch(match) {
    this.watch.hidden = match === null;
    this.watch.setAttribute("href", `/match/${match}`);
  }
}

function marks({ guest, role }) {
  if (guest) return h("span", { class: "mark" }, t("profile.guest"));
  return role === "player" ? null : h("span", { class: "mark" }, t(`profile.role.${role}`));
}

function facts({ country: code, joined_at: joined }) {
  return [code && country(code), t("profile.joined", { date: date(joined) })].filter(Boolean).join(" · ");
}
