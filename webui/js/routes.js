/** The page of each address. */

import { Account, AccountNotifications, AccountPrograms, AccountSignIn } from "./pages/account/account.js";
import { Friends } from "./pages/friends/friends.js";
import { Join } from "./pages/join.js";
import { Leaderboard } from "./pages/leaderboard/leaderboard.js";
import { ComeBackPage, ConfirmEmailPage, ForgotPasswordPage, LocalTournamentPage, NewTournamentPage } from "./pages/later.js";
import { ResetFactorsPage, ScreenPage, StationPage, TournamentPage, TournamentsPage, UnsubscribePage } from "./pages/later.js";
import { Lobby } from "./pages/lobby/lobby.js";
import { Match } from "./pages/match/match.js";
import { Moderation } from "./pages/moderation/moderation.js";
import { EditProfile } from "./pages/profile/edit.js";
import { Profile } from "./pages/profile/profile.js";
import { Reset } from "./pages/reset.js";
import { Result } from "./pages/result.js";

export const routes = {
  "/": Lobby,
  "/account": Account,
  "/account/notifications": AccountNotifications,
  "/account/programs": AccountPrograms,
  "/account/sign-in": AccountSignIn,
  "/confirm-email": ConfirmEmailPage,
  "/factors-reset": ResetFactorsPage,
  "/forgot-password": ForgotPasswordPage,
  "/friends": Friends,
  "/join/{game}": Join,
  "/leaderboard": Leaderboard,
  "/match/{id}": Match,
  "/match/{id}/result": Result,
  "/moderation": Moderation,
  "/password-reset": Reset,
  "/player/{id}": Profile,
  "/profile/edit": EditProfile,
  "/sign-in/{provider}": ComeBackPage,
  "/tournament/{id}": TournamentPage,
  "/tournament/{id}/screen": ScreenPage,
  "/tournament/{id}/station": StationPage,
  "/tournaments": TournamentsPage,
  "/tournaments/local": LocalTournamentPage,
  "/tournaments/new": NewTournamentPage,
  "/unsubscribe/{token}": UnsubscribePage,
};

/** Pages for everybody, signed in or not. */
export const OPEN_PAGES = new Set([
  ComeBackPage,
  ConfirmEmailPage,
  ForgotPasswordPage,
  Reset,
  ResetFactorsPage,
  ScreenPage,
  UnsubscribePage,
]);
