/** What moderators can do with the room that is looked at: set its rules. */

import { Menu } from "../../components/menu.js";
import { t } from "../../i18n/t.js";
import { setRules } from "../../moderation/acts.js";
import { isModerator } from "../../moderation/model.js";
import { manages } from "../may_speak.js";
import { nameOf } from "../names.js";

/** The menu of a room that nobody has made; one that players have made has a bar with a menu of its own. */
export class RoomMenu extends Menu {
  /** `room()` is the room that is looked at. */
  constructor({ app, room }) {
    super({ label: t("mod.room"), items: () => (room()?.kind === "made" ? [] : rulesOf(room(), app)) });
  }

  /** Show or hide the button: without anything to do there is none. */
  show() {
    this.element.hidden = this.props.items().length === 0;
  }
}

/** The item that sets the rules of a room, as a list; empty if the player may not. */
export function rulesOf(room, app) {
  const { state } = app.store;
  const isFor = isModerator(state) || (room && manages(room));
  if (!room?.model.mode || room.kind === "direct" || !isFor) return [];
  const about = { id: room.id, mode: room.model.mode, name: nameOf(room, state) };
  return [{ text: t("mod.rules"), run: () => setRules(app, about) }];
}
