/** What marks a bot wherever it is named, so that nobody takes it for a person. */

import { t } from "../i18n/t.js";
import { h } from "../lib/dom.js";

const BEGINS = "bot";

/** Whether this is the id of a bot: it begins so, and no other id does. */
export function isBot(id) {
  return Boolean(id?.startsWith(BEGINS));
}

/** The mark that stands beside a name. */
export function botMark() {
  return h("span", { class: "mark" }, t("bot"));
}

/** What somebody is called in a sentence, or where there is no place for a mark; `bot` says it where no id may be told. */
export function named({ id, name, bot = isBot(id) }) {
  return bot ? t("bot.named", { name }) : name;
}
