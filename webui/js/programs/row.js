/** The lines about bots and tokens. */

import { botMark } from "../components/bot.js";
import { Menu } from "../components/menu.js";
import { profilePath } from "../lib/profile_path.js";
import { ago, date } from "../i18n/dates.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { busy, h, setText } from "../lib/dom.js";

/** A bot, `line.bot`: its tokens are in the lines below. */
export class BotRow extends Component {
  build() {
    const { line: { bot }, make, remove, rename } = this.props;
    this.name = h("a", { class: "person-name", href: profilePath(bot.id) });
    this.note = h("span", { class: "row-note" });
    this.button = h("button", { class: "button small", onClick: () => busy(this.button, make) }, t("programs.token.make"));
    this.acts = h("div", { class: "row-acts" }, this.button);
    const items = () => [
      { text: t("programs.bot.rename"), run: rename },
      { text: t("programs.bot.delete"), kind: "danger", run: remove },
    ];
    const main = h("div", { class: "row-main" }, h("span", { class: "row-title" }, this.name, botMark()), this.note);
    const root = h("li", { class: "row" }, main, this.acts);
    this.menu = this.append(new Menu({ label: t("programs.bot.more", bot), items }), root);
    this.update(this.props.line);
    return root;
  }

  update({ bot, count }) {
    setText(this.name, bot.name);
    setText(this.note, t("programs.tokens", { count }));
    this.button.setAttribute("aria-label", t("programs.token.make.label", bot));
    this.menu.label(t("programs.bot.more", bot));
  }
}

/** Says whose the tokens below are: the person's. */
export class OwnRow extends Component {
  build() {
    return h("li", { class: "row" }, h("div", { class: "row-main" }, [
      h("span", { class: "row-title" }, t("programs.own")),
      h("span", { class: "row-note" }, t("programs.own.note")),
    ]));
  }
}

/** A token, `line.token`. */
export class TokenRow extends Component {
  build() {
    const { line: { token }, revoke } = this.props;
    this.note = h("span", { class: "row-note" });
    const label = t("programs.revoke.label", token);
    const onClick = () => busy(button, revoke);
    const button = h("button", { class: "button small", "aria-label": label, onClick }, t("programs.revoke"));
    this.update(this.props.line);
    const main = h("div", { class: "row-main" }, h("span", { class: "row-title" }, token.name), this.note);
    return h("li", { class: "row program-token" }, main, h("div", { class: "row-acts" }, button));
  }

  update({ token }) {
    setText(this.note, sayToken(token));
  }
}

/** What a token is for, when it was used, and when it ends. */
export function sayToken({ ends_at: ends, open, scopes, used_at: used }) {
  const said = scopes.map((scope) => t(`programs.scope.${scope}.short`)).join(", ");
  const lately = used === null ? t("programs.unused") : t("programs.used", { ago: ago(used) });
  return [said, open ? t("programs.open") : lately, ends && t("programs.ends", { date: date(ends) })].filter(Boolean).join(" · ");
}
