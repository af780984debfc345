/** What can be done with the room that is looked at: moderators set its rules. */

import { Menu } from "../../components/menu.js";
import { t } from "../../i18n/t.js";
import { setRules } from "../../moderation/acts.js";
import { isModerator } from "../../moderation/model.js";
import { manages } from "../may_speak.js";
import { nameOf } from "../names.js";

export class RoomMenu extends Menu {
  /** `room()` is the room that is looked at. */
  constructor({ app, room }) {
    super({ label: t("mod.room"), items: () => itemsOf(room(), app) });
  }

  /** Show or hide the button: without anything to do there is none. */
  show() {
    this.element.hidden = this.props.items().length === 0;
  }
}

function itemsOf(room, app) {
  const { state } = app.store;
  const rules = room?.model.mode && room.kind !== "direct";
  if (!rules || !(isModerator(state) || manages(room))) return [];
  const about = { id: room.id, mode: room.model.mode, name: nameOf(room, state) };
  return [{ text: t("mod.rules"), run: () => setRules(app, about) }];
}
