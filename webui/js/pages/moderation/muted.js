/** Who may not speak now: where, by whom, why and until when. */

import { named } from "../../components/bot.js";
import { PersonRow } from "../../components/person_row.js";
import { t } from "../../i18n/t.js";
import { lift, sayPlace, sayUntil } from "../../moderation/acts.js";
import { Asked } from "./asked.js";

export class Muted extends Asked {
  part = "mutes";
  path = "/moderation/mutes";

  items({ mutes }) {
    return mutes.map((mute) => ({
      key: `${mute.player} ${mute.room}`, mute, player: { id: mute.player, name: mute.name, avatar: null },
    }));
  }

  row(line) {
    return new PersonRow({ app: this.props.app, line, note, acts });
  }
}

function note({ mute: { moderator, reason, room, until } }) {
  return t("mod.mutes.note", { place: sayPlace(room), until: sayUntil(until), moderator, reason });
}

function acts({ mute }) {
  const label = t("mod.lift.label", { name: named({ id: mute.player, name: mute.name }) });
  return [{ text: t("mod.lift"), label, run: (app) => lift(app, mute) }];
}
