/** What a room itself says: a result, another mode, who has come in. */

import { timeOfDay } from "../../i18n/dates.js";
import { has, t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";

export class NoticeRow extends Component {
  build() {
    this.words = h("span", {});
    const { at, event } = this.props.data;
    const match = event.notice?.match;
    const link = match && h("a", { href: `/match/${match}/result`, tabindex: "-1" }, t("end.result"));
    return h("li", { class: "line-notice", tabindex: "-1", title: timeOfDay(at) }, this.words, link ? [" ", link] : null);
  }

  start() {
    super.start();
    this.update(this.props.data);
  }

  get number() {
    return this.props.data.number;
  }

  update(data) {
    this.props.data = data;
    setText(this.words, sayNotice(data.event));
  }
}

/** The words for an event that is no line. */
export function sayNotice({ author, kind, member, mode, name, notice, room }) {
  if (kind === "mode") return sayMode(mode);
  if (kind === "topic") return t(room.topic ? "chat.notice.topic" : "chat.notice.named", { name, room: room.name, topic: room.topic });
  if (kind === "member") return sayMember(member, { author, name });
  const key = `chat.notice.${notice?.type}`;
  return has(key) ? t(key, { left: notice.points?.[0], right: notice.points?.[1] }) : t("chat.notice.other");
}

/** The words for somebody who has another role: by their own will, or by that of somebody else. */
function sayMember({ invited, name: who, player, role }, { author, name }) {
  const by = author === player ? "own" : "other";
  return t(`chat.member.${by}.${role ?? (invited ? "declined" : "none")}`, { name, who });
}

/** The words for a mode of a room. */
export function sayMode({ closed, members, slow }) {
  if (closed) return t("chat.mode.closed");
  if (members) return t("chat.mode.members");
  return slow > 0 ? t("chat.mode.slow", { seconds: slow }) : t("chat.mode.usual");
}
