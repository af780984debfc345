/** Shows a notice on every page when somebody asks to be a friend. Who accepts is in the inbox. */

import { named } from "./components/bot.js";
import { t } from "./i18n/t.js";
import { relationShown } from "./net/people_state.js";

export function announceTies({ notify, session, store }) {
  session.on("tie", ({ player, relation }) => {
    const before = relationShown(store.state.circle, player.id);
    if (relation === "asks" && before !== "asks") notify({ text: t("notice.asks", { name: named(player) }) });
  });
}
