/** Begins the tournaments: what is loaded when one of their pages is first shown. */

import { tournaments } from "../i18n/en_tournaments.js";
import { add } from "../i18n/t.js";
import { Make } from "../pages/tournaments/make.js";
import { Local } from "../pages/tournaments/local.js";
import { List } from "../pages/tournaments/list.js";
import { BigScreen } from "../pages/tournament/big_screen.js";
import { StationDesk } from "../pages/tournament/station_desk.js";
import { Tournament } from "../pages/tournament/tournament.js";
import { Follow } from "./follow.js";
import { comeBack } from "./come_back.js";

/** Returns the pages by name. */
export function begin({ app }) {
  add(tournaments);
  app.tournaments.follow = new Follow(app);
  comeBack(app);
  return { list: List, local: Local, make: Make, screen: BigScreen, station: StationDesk, tournament: Tournament };
}
