/** The buttons of a profile: edit the own one; befriend, invite or block another person. */

import { isBot } from "../../components/bot.js";
import { actsFor, playActs } from "../../components/person_acts.js";
import { ThemeButton } from "../../components/theme_button.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h } from "../../lib/dom.js";
import { isModerator } from "../../moderation/model.js";
import { relationShown } from "../../net/people_state.js";

const FIRST = new Set(["add", "accept", "invite_accept"]);
const MESSAGE = { key: "message", run: (app, person) => app.chat.message(person) };

export class ProfileActs extends Component {
  #shown = "";

  build() {
    return h("div", { class: "actions", "aria-live": "polite" });
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.circle, () => this.#render()));
    this.own(store.subscribe((state) => state.player, () => this.#render()));
    this.own(store.subscribe(isModerator, () => this.#render()));
    this.own(store.subscribe((state) => state.invitations, () => this.#render()));
    this.own(store.subscribe((state) => state.currentMatch, () => this.#render()));
    this.#render();
  }

  #render() {
    const { app, guest, person } = this.props;
    const { circle, player } = app.store.state;
    if (player?.id === person.id) return this.#own(player);
    const relation = relationShown(circle, person.id);
    const nobody = guest || player?.guest || isBot(person.id);
    const asking = relation === "unknown" && circle.status === "loading";
    const play = playActs(app.store.state, person);
    const message = relation === "blocked" ? [] : [MESSAGE];
    const ties = actsFor(relation, { guest: nobody });
    const acts = asking ? [] : [...play, ...ties.toSpliced(-1, 0, ...message)];
    const key = acts.map((act) => act.key).join(" ") + relation;
    if (this.#shown === key) return undefined;
    this.#shown = key;
    const focused = this.element.contains(document.activeElement);
    const words = relation === "blocked" && h("p", { class: "soft" }, t("profile.blocked"));
    this.element.replaceChildren(...[words, ...acts.map((act) => this.#button(act))].filter(Boolean));
    if (focused) this.element.querySelector("button")?.focus();
    return undefined;
  }

  #button({ key, kind = FIRST.has(key) ? "primary" : "", run }) {
    const { app, person } = this.props;
    const onClick = () => busy(button, async () => run(app, person));
    const button = h("button", { class: `button ${kind}`, onClick }, t(`profile.${key}`));
    return button;
  }

  /** In a narrow window the bar above the page has no room for it. */
  #switchTheme() {
    if (this.theme) this.remove(this.theme);
    const props = { app: this.props.app, className: "button profile-theme", words: true };
    this.theme = this.append(new ThemeButton(props), this.element);
  }

  #own({ guest }) {
    const edit = !guest && h("a", { class: "button", href: "/profile/edit" }, t("profile.edit"));
    const account = h("a", { class: "button", href: "/account" }, t("profile.account"));
    const moderates = isModerator(this.props.app.store.state);
    const moderation = moderates && h("a", { class: "button", href: "/moderation" }, t("mod.title"));
    this.element.replaceChildren(...[edit, account, moderation].filter(Boolean));
    this.#switchTheme();
  }
}
