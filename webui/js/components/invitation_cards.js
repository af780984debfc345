/** The open invitations, on every page: received ones to answer, sent ones to take back. Small in a match. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { catchFocus, h, setText } from "../lib/dom.js";
import { every } from "../lib/ticker.js";
import { isQuiet, news, NONE } from "../net/invitations_state.js";
import { named } from "./bot.js";
import { InvitationCard } from "./invitation_card.js";
import { saySettings } from "./settings_words.js";

export class InvitationCards extends Component {
  #cards = new Map(); // id of an invitation -> its card
  #known = NONE;

  build() {
    this.list = h("ul", { class: "invitation-list" });
    this.quiet = h("p", { class: "invitations-quiet", hidden: true });
    this.said = h("p", { class: "unseen", role: "status" });
    this.box = h("section", { class: "invitations", "aria-label": t("invitations.label"), hidden: true }, [
      this.list, this.quiet,
    ]);
    return h("div", {}, this.box, this.said); // a hidden part is not read out
  }

  start() {
    super.start();
    const { store } = this.props.app;
    const shown = [(state) => state.invitations, (state) => state.currentMatch, (state) => state.page];
    for (const part of shown) this.own(store.subscribe(part, () => this.#render()));
    this.own(every(500, () => this.#render()));
  }

  #render() {
    const { store } = this.props.app;
    const { invitations = NONE, player } = store.state;
    const { sent, received } = player ? invitations : NONE;
    const quiet = isQuiet(store.state);
    const focused = this.box.contains(document.activeElement);
    this.#show([...received, ...sent], new Set(sent));
    this.list.hidden = quiet;
    this.quiet.hidden = !quiet || received.length === 0;
    this.box.hidden = quiet ? this.quiet.hidden : this.#cards.size === 0;
    this.box.dataset.quiet = String(quiet);
    setText(this.quiet, t("invitations.quiet", { count: received.length }));
    if (!quiet) this.#say({ sent, received });
    if (focused) catchFocus(document.querySelector("main"));
  }

  /** Keep the cards that are still open, as the focus may be in one. */
  #show(open, own) {
    const { session, store } = this.props.app;
    const ids = new Set(open.map(({ id }) => id));
    for (const [id, card] of this.#cards) {
      if (ids.has(id)) continue;
      this.#cards.delete(id);
      this.remove(card);
    }
    for (const invitation of open) {
      const card = this.#cards.get(invitation.id) ?? this.#add(invitation, own.has(invitation));
      card.update(invitation, session.clock.now(), Boolean(store.state.currentMatch));
    }
  }

  #add(invitation, sent) {
    const card = this.append(new InvitationCard({ app: this.props.app, invitation, sent }), this.list);
    if (!sent) this.list.insertBefore(card.element, this.list.children[0]);
    this.#cards.set(invitation.id, card);
    return card;
  }

  /** Read out who has invited the player; not in a match, but after it. */
  #say(invitations) {
    const fresh = news(invitations, this.#known);
    this.#known = invitations;
    const words = fresh.map(({ player, settings }) =>
      t("invitations.news", { name: named(player), settings: saySettings(settings) }),
    );
    if (words.length > 0) setText(this.said, words.join(" "));
    else if (invitations.received.length === 0) setText(this.said, "");
  }
}
