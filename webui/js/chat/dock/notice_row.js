/** What a room itself says: a result, another mode, who has come in. */

import { named } from "../../components/bot.js";
import { timeOfDay } from "../../i18n/dates.js";
import { has, t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";

export class NoticeRow extends Component {
  build() {
    this.words = h("span", {});
    const { at, event } = this.props.data;
    const { match, tournament } = event.notice ?? {};
    const link = match
      ? h("a", { href: `/match/${match}/result`, tabindex: "-1" }, t("end.result"))
      : tournament && h("a", { href: `/tournament/${tournament}`, tabindex: "-1" }, t("chat.notice.look"));
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
  if (kind === "topic") return t(room.topic ? "chat.notice.topic" : "chat.notice.named", { name: named({ id: author, name }), room: room.name, topic: room.topic });
  if (kind === "member") return sayMember(member, { author, name });
  return (SAY[notice?.type] ?? sayOther)(notice);
}

const SAY = { result: sayResult, fights: sayFights, fight_over: sayFightOver, stage: sayStage };
/** How a pairing has ended, if it was not played. */
const WITHOUT_PLAY = {
  walkover: "walkover",
  disqualified: "left",
  withdrawn: "left",
  set: "set",
  lot: "lot",
};

/** A server that is newer than this page may say what the page has no words for. */
function sayOther() {
  return t("chat.notice.other");
}

function sayResult({ points }) {
  return t("chat.notice.result", { left: points[0], right: points[1] });
}

function sayFights({ bots, fights, more }) {
  const words = fights.map(([, first, second]) => t("chat.notice.fight", { first: marked(first, bots), second: marked(second, bots) })).join("; ");
  return t(more ? "chat.notice.fights.more" : "chat.notice.fights", { fights: words, more });
}

function sayFightOver({ aliases, bots, cause, games, points, winner }) {
  const [first, second] = aliases.map((alias) => marked(alias, bots));
  if (winner === null) return t("chat.notice.nobody", { first, second });
  const score = games[0] + games[1] > 1 ? games : points;
  const [left, right] = winner === 0 ? score : [score[1], score[0]];
  const words = `chat.notice.${WITHOUT_PLAY[cause] ?? "won"}`;
  return t(words, { winner: marked(aliases[winner], bots), loser: marked(aliases[1 - winner], bots), left, right });
}

/** What an entrant is called, if `bots` are the aliases of bots; lines of before they were marked have none. */
function marked(alias, bots = []) {
  return named({ name: alias, bot: bots.includes(alias) });
}

function sayStage({ bots, what, round, winner }) {
  const key = `chat.notice.stage.${what}${winner === null ? "" : ".winner"}`;
  return has(key) ? t(key, { round, winner: winner && marked(winner, bots) }) : sayOther();
}

/** The words for somebody who has another role: by their own will, or by that of somebody else. */
function sayMember({ invited, name: who, player, role }, { author, name }) {
  const by = author === player ? "own" : "other";
  const names = { name: named({ id: author, name }), who: named({ id: player, name: who }) };
  return t(`chat.member.${by}.${role ?? (invited ? "declined" : "none")}`, names);
}

/** The words for a mode of a room. */
export function sayMode({ closed, members, slow }) {
  if (closed) return t("chat.mode.closed");
  if (members) return t("chat.mode.members");
  return slow > 0 ? t("chat.mode.slow", { seconds: slow }) : t("chat.mode.usual");
}
