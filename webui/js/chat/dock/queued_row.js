/** An own line that is not said yet: it is on its way, or it was not taken and waits for the player. */

import { avatar } from "../../components/avatar.js";
import { moment } from "../../i18n/dates.js";
import { sayError } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { after } from "../../lib/ticker.js";
import { personOf } from "../names.js";
import { said } from "./said.js";

const SOON = 400; // ms: a line that is taken sooner needs no word about it

export class QueuedRow extends Component {
  build() {
    const { app, chat, id, data } = this.props;
    this.words = h("div", { class: "line-words" }, said(data.text, null));
    this.state = h("span", { role: "status" });
    const again = () => chat.queue.again(id, this.props.data.line);
    const drop = () => chat.queue.drop(id, this.props.data.line);
    this.again = h("button", { class: "button small", type: "button", onClick: again }, t("chat.again"));
    this.drop = h("button", { class: "button small quiet", type: "button", onClick: drop }, t("chat.discard"));
    const foot = h("div", { class: "line-foot" }, this.state, this.again, this.drop);
    const { name } = app.store.state.player;
    const image = data.head ? avatar(personOf({ author: data.author, name }, this.props.room, app.store.state), 64) : null;
    const head = data.head ? h("div", { class: "line-head" }, h("span", { class: "person-name" }, name)) : null;
    const kind = data.head ? "chat-line queued head own" : "chat-line queued own";
    return h("li", { class: kind, tabindex: "-1" }, image, h("div", { class: "line-body" }, head, this.words, foot));
  }

  start() {
    super.start();
    this.own(after(SOON, () => this.#render(true)));
    this.update(this.props.data);
  }

  update(data) {
    this.props.data = data;
    this.#render(this.isLate);
  }

  #render(isLate) {
    this.isLate = isLate;
    const { state } = this.props.data;
    const isDraft = state === "draft";
    this.element.classList.toggle("draft", isDraft);
    setText(this.state, isDraft ? sayWhy(this.props.data) : isLate ? t("chat.sending") : "");
    this.again.hidden = !isDraft;
    this.drop.hidden = !isDraft;
  }
}

/** Why a line was not taken, and until when none would be. */
function sayWhy({ detail, until, why }) {
  const reason = why === "late" ? t("chat.late") : sayError({ code: why, detail, until });
  return until ? t("chat.until", { reason, moment: moment(until) }) : reason;
}
