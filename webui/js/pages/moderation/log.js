/** What moderators have done, the newest first. */

import { named } from "../../components/bot.js";
import { sayMode } from "../../chat/dock/notice_row.js";
import { moment } from "../../i18n/dates.js";
import { has, t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { sayUntil } from "../../moderation/acts.js";
import { partsOf } from "../../moderation/model.js";
import { Asked } from "./asked.js";

export class Log extends Asked {
  part = "log";
  path = "/moderation/log";

  items({ entries }) {
    return entries.map((entry) => ({ ...entry, key: Object.values(entry).join(" ") }));
  }

  row(entry) {
    return new Entry({ entry });
  }
}

/** The detail, with modes and times as people read them. */
function sayDetail(action, detail) {
  if (action === "room-mode") return sayMode(JSON.parse(detail));
  return detail.replace(/until (ever|\d+)/, (_, end) => sayUntil(end === "ever" ? null : Number(end)));
}

class Entry extends Component {
  build() {
    const { action, actor, at, detail, subject } = this.props.entry;
    const key = `mod.log.${action.replace("-", "_")}`;
    const words = { action, actor: named(partsOf(actor)), subject: named(partsOf(subject)) };
    return h("li", { class: "row" }, h("div", { class: "row-main" }, [
      h("span", { class: "log-words" }, t(has(key) ? key : "mod.log.other", words)),
      h("span", { class: "row-note" }, [moment(at), sayDetail(action, detail)].filter(Boolean).join(" · ")),
    ]));
  }
}
