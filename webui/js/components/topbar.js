/** The bar above every page: links to the pages, who is signed in, dark or light, log out. */

import { t } from "../i18n/t.js";
import { showInbox } from "../inbox/panel.js";
import { Component } from "../lib/component.js";
import { h, setText } from "../lib/dom.js";
import { isModerator } from "../moderation/model.js";
import { shown } from "../net/people_state.js";
import { setAvatar } from "./avatar.js";
import { wordmark } from "./glyphs.js";
import { bell, bubble, gear, pair, podium, shield, tree } from "./icons.js";
import { profilePath } from "../lib/profile_path.js";
import { ThemeButton } from "./theme_button.js";

export class Topbar extends Component {
  build() {
    this.mark = h("span", { class: "topbar-mark", "aria-hidden": "true", hidden: true });
    this.friends = this.#link("/friends", "top.friends", pair(), this.mark);
    this.leaders = this.#link("/leaderboard", "top.leaderboard", podium());
    this.leaders.classList.add("topbar-leaders");
    this.tournaments = this.#link("/tournaments", "top.tournaments", tree());
    this.tournaments.classList.add("topbar-tournaments");
    this.reports = h("span", { class: "topbar-mark", "aria-hidden": "true", hidden: true });
    this.moderation = this.#link("/moderation", "top.moderation", shield(), this.reports);
    this.moderation.classList.add("topbar-moderation");
    this.account = this.#link("/account", "top.account", gear());
    this.account.classList.add("topbar-account");
    this.chat = this.#chatButton();
    this.inbox = this.#inboxButton();
    this.image = h("img", { class: "avatar", alt: "", width: 64, height: 64 });
    this.name = h("span", { class: "topbar-name" });
    this.player = h("a", { class: "topbar-link topbar-player" }, this.image, this.name);
    const leave = () => this.props.app.logout();
    this.logout = h("button", { class: "button quiet topbar-logout", onClick: leave }, t("top.logout"));
    this.nav = h("nav", { class: "topbar-nav", "aria-label": t("top.nav") }, this.#links);
    const side = h("div", { class: "topbar-side" }, this.nav, this.inbox, this.chat);
    this.append(new ThemeButton({ app: this.props.app, className: "icon-button topbar-theme" }), side);
    side.append(this.logout);
    const home = h("a", { class: "topbar-home", href: "/", "aria-label": t("top.home") }, wordmark());
    return h("header", { class: "topbar" }, home, side);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.player, () => this.#render()));
    this.own(store.subscribe((state) => state.profile, () => this.#render()));
    this.own(store.subscribe((state) => state.circle, () => this.#render()));
    this.own(store.subscribe((state) => state.openReports, () => this.#renderReports()));
    this.own(store.subscribe((state) => state.chatOpen, () => this.#renderChat()));
    this.own(store.subscribe((state) => state.chatUnread, () => this.#renderChat()));
    this.own(store.subscribe((state) => state.inbox, () => this.#renderInbox()));
    this.#render();
  }

  /** Mark the link that leads to the page that is shown now. */
  arrived() {
    for (const link of this.#links) {
      const { pathname } = link; // empty as long as it leads nowhere
      const isHere = pathname && (location.pathname === pathname || location.pathname.startsWith(`${pathname}/`));
      if (isHere) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  get #links() {
    return [this.tournaments, this.friends, this.leaders, this.moderation, this.account, this.player];
  }

  #link(href, key, ...face) {
    return h("a", { class: "topbar-link", href, "aria-label": t(key), title: t(key) }, face, h("span", {}, t(key)));
  }

  #chatButton() {
    this.news = h("span", { class: "topbar-mark", "aria-hidden": "true", hidden: true });
    const onClick = () => this.props.app.chat.toggle();
    const face = [bubble(), h("span", {}, t("chat.title")), this.news];
    const keys = { "aria-controls": "dock", "aria-keyshortcuts": "F6" };
    return h("button", { class: "topbar-link topbar-chat", type: "button", hidden: true, onClick, ...keys }, face);
  }

  #inboxButton() {
    this.notes = h("span", { class: "topbar-mark", "aria-hidden": "true", hidden: true });
    const onClick = () => showInbox(this.props.app);
    const face = [bell(), h("span", {}, t("top.inbox")), this.notes];
    const props = { class: "topbar-link topbar-inbox", type: "button", hidden: true, "aria-haspopup": "dialog" };
    return h("button", { ...props, onClick }, face);
  }

  /** Show how many notes are not read yet. */
  #renderInbox() {
    const { inbox, player } = this.props.app.store.state;
    const count = inbox?.unread ?? 0;
    this.inbox.hidden = !player;
    this.notes.hidden = count === 0;
    setText(this.notes, String(count));
    const label = count === 0 ? t("top.inbox") : t("top.inbox.unread", { count });
    this.inbox.setAttribute("aria-label", label);
    this.inbox.title = label;
  }

  /** Show what waits to be read: how many lines to the player, or that there is something else. */
  #renderChat() {
    const { chatOpen, chatUnread, player } = this.props.app.store.state;
    this.chat.hidden = !player;
    const { count, more } = chatUnread ?? { count: 0, more: false };
    this.news.hidden = (count === 0 && !more) || Boolean(chatOpen);
    this.news.classList.toggle("some", count === 0);
    setText(this.news, count === 0 ? "" : String(count));
    const label = count === 0 ? t(more ? "top.chat.more" : "top.chat") : t("top.chat.unread", { count });
    this.chat.setAttribute("aria-label", label);
    this.chat.setAttribute("aria-expanded", String(Boolean(chatOpen)));
    this.chat.title = t("top.chat.hint", { label });
  }

  #render() {
    const { circle, player, profile } = this.props.app.store.state;
    this.nav.hidden = !player;
    this.logout.hidden = !player;
    if (player) this.#renderPlayer(player, profile);
    this.#renderMark(shown(circle, "asks").length);
    this.#renderReports();
    this.#renderChat();
    this.#renderInbox();
  }

  #renderPlayer({ guest, id, name }, profile) {
    this.player.href = profilePath(id);
    this.player.setAttribute("aria-label", t("top.profile", { name }));
    setAvatar(this.image, { id, avatar: profile?.player.avatar }, 64);
    const note = guest ? h("small", {}, t("top.guest")) : null;
    this.name.replaceChildren(...[name, note].filter(Boolean));
  }

  /** Moderators see how many reports are open. */
  #renderReports() {
    const { state } = this.props.app.store;
    const count = state.openReports ?? 0;
    this.moderation.hidden = !isModerator(state);
    this.reports.hidden = count === 0;
    setText(this.reports, String(count));
    const label = count === 0 ? t("top.moderation") : t("top.moderation.waiting", { count });
    this.moderation.setAttribute("aria-label", label);
    this.moderation.title = label;
  }

  /** Show the number of waiting requests on the link, and in its accessible name. */
  #renderMark(count) {
    this.mark.hidden = count === 0;
    setText(this.mark, String(count));
    const label = count === 0 ? t("top.friends") : t("top.friends.waiting", { count });
    this.friends.setAttribute("aria-label", label);
    this.friends.title = label;
  }
}
