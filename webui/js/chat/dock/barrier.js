/** Stands in place of the field in which one writes while one cannot speak: why, and what to do about it. */

import { shortly } from "../../i18n/dates.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h } from "../../lib/dom.js";

/** `left()` is called when the player has declined an invitation. */
export class Barrier extends Component {
  #key = null;

  build() {
    return h("div", { class: "composer-barrier", role: "status", tabindex: "-1", hidden: true });
  }

  focus() {
    (this.element.querySelector("button") ?? this.element).focus();
  }

  /** Show why, as from `silenced`; null: nothing stands in the way. */
  show(reason) {
    const key = JSON.stringify(reason);
    if (key === this.#key) return;
    this.#key = key;
    this.element.hidden = reason === null;
    if (reason === null) return;
    const acts = this.#acts(reason).map(({ kind = "", run, text }) => {
      const button = h("button", { class: `button small ${kind}`, type: "button", onClick: () => busy(button, run) }, text);
      return button;
    });
    this.element.replaceChildren(h("p", {}, saySilence(reason)), ...acts);
  }

  #acts({ why }) {
    const { app, chat, id, left } = this.props;
    const set = (role) => chat.setRole(id, app.store.state.player.id, role);
    const decline = async () => {
      if (await set(null)) left();
    };
    if (why === "not_a_member") return [{ text: t("chat.join"), kind: "primary", run: () => set("member") }];
    if (why !== "invited") return [];
    return [
      { text: t("chat.accept"), kind: "primary", run: () => set("member") },
      { text: t("chat.decline"), run: decline },
    ];
  }
}

/** Why one cannot speak, in words. */
export function saySilence({ mute, why }) {
  if (why !== "muted") return t(`chat.silent.${why}`);
  const where = mute.room ? "chat.muted.here" : "chat.muted.everywhere";
  const until = mute.until ? t("chat.muted.until", { moment: shortly(mute.until) }) : t("chat.muted.forever");
  return `${t(where, { name: mute.moderator, reason: mute.reason })} ${until}`;
}
