/** Which page belongs to which address. */

import { Join } from "./pages/join.js";
import { Lobby } from "./pages/lobby/lobby.js";
import { Match } from "./pages/match/match.js";
import { Result } from "./pages/result.js";

export const routes = {
  "/": Lobby,
  "/join/{game}": Join,
  "/match/{id}": Match,
  "/match/{id}/result": Result,
};
