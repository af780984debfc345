/** One open invitation: who, to what, how long it lasts, and what can be done about it. */

import { duration, t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { busy, h, setText } from "../lib/dom.js";
import { secondsLeft } from "../net/invitations_state.js";
import { avatar, setAvatar } from "./avatar.js";
import { named } from "./bot.js";
import { saySettings } from "./settings_words.js";
import { profilePath } from "../lib/profile_path.js";

/** `invitation` is as the server shows it, `sent` whether it is an own one. */
export class InvitationCard extends Component {
  build() {
    const { app, invitation, sent } = this.props;
    this.image = avatar(invitation.player, 64);
    this.words = h("a", { class: "invitation-words", href: profilePath(invitation.player.id) });
    this.note = h("p", { class: "invitation-note" });
    this.left = h("p", { class: "invitation-left" });
    this.later = h("p", { class: "invitation-note", hidden: true }, t("invitations.later"));
    const act = (what, kind = "") => {
      const onClick = () => busy(button, () => app.invitations[what](this.props.invitation));
      const button = h("button", { class: `button small ${kind}`, onClick }, t(`invitations.${what}`));
      return [what, button];
    };
    this.acts = Object.fromEntries(sent ? [act("withdraw")] : [act("decline"), act("accept", "primary")]);
    return h("li", { class: "invitation" }, [
      this.image,
      h("div", { class: "invitation-main" }, this.words, this.note, this.left, this.later),
      h("div", { class: "invitation-acts" }, Object.values(this.acts)),
    ]);
  }

  /** Show the invitation as it is now; `now` is the server's time, `playing` whether the player has a match. */
  update(invitation, now, playing) {
    this.props.invitation = invitation;
    const { sent } = this.props;
    const name = named(invitation.player);
    setAvatar(this.image, invitation.player, 64);
    setText(this.words, t(sent ? "invitations.sent" : "invitations.received", { name }));
    const where = invitation.where && t(`invitations.where.${invitation.where}`);
    setText(this.note, [where, saySettings(invitation.settings)].filter(Boolean).join(" · "));
    const time = duration(secondsLeft(invitation, now));
    setText(this.left, t(sent && !invitation.where ? "invitations.left.most" : "invitations.left", { time }));
    for (const [what, button] of Object.entries(this.acts)) {
      button.setAttribute("aria-label", t(`invitations.${what}.label`, { name }));
    }
    if (!this.acts.accept) return;
    this.acts.accept.hidden = playing;
    this.later.hidden = !playing;
  }
}
