/** The composition of the page: makes all parts and connects them. */

import { Shell } from "./components/shell.js";
import { sayProblem } from "./i18n/say.js";
import { t } from "./i18n/t.js";
import { Router } from "./lib/router.js";
import { Store } from "./lib/store.js";
import { ignoreRepeats } from "./lib/repeats.js";
import { applyTheme } from "./lib/theme.js";
import { Api } from "./net/api.js";
import { Inbox } from "./net/inbox.js";
import { People } from "./net/people.js";
import { takeAnswer } from "./net/provider_way.js";
import { Session } from "./net/session.js";
import { askEarly } from "./net/sign_in_ways.js";
import { untilKnown } from "./net/until_known.js";
import { browser } from "./net/world.js";
import { ChatDoor } from "./chat/door.js";
import { forgetWritten } from "./chat/written.js";
import { announce } from "./inbox/announce.js";
import { followAttention } from "./away.js";
import { followModeration } from "./moderation/follow.js";
import { followCall } from "./follow_call.js";
import { followMatches } from "./follow_matches.js";
import { followOwnMatch } from "./follow_own_match.js";
import { followRatings } from "./follow_ratings.js";
import { followTitles } from "./titles.js";
import { Invitations } from "./invitations.js";
import { watchLobby } from "./watch_lobby.js";
import { announceTies } from "./announce_ties.js";
import { followPushes } from "./ways/listen.js";
import { TournamentDoor } from "./tournaments/door.js";
import { MessagePage, NotFound } from "./pages/message.js";
import { SignIn } from "./pages/sign_in.js";
import { OPEN_PAGES, routes } from "./routes.js";

/** Close codes that mean that nobody is signed in here any more, or nobody may be. */
const SIGNED_OUT = new Set([4401, 4403, 4410]);
const BANNED = 4403;
const DELETED = 4410;
/** Milliseconds. If we are signed out this soon after an exchange, something on the way is wrong. */
const SOON = 10_000;

applyTheme();
ignoreRepeats(window);
const origin = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}`;
const store = new Store({ player: null, banned: false, refusal: null, page: null });
const session = new Session({ url: () => `${origin}${api.socket}`, store });
const api = new Api({ isCutOff: () => session.cutOff });
const router = new Router(routes, show);
const app = { api, brought: takeAnswer(), deleted, logout, notify, router, session, store };
announceTies(app); // it compares with the state before, so it must be told first
app.people = new People({ api, session, store, world: browser });
app.inbox = new Inbox({ ...app, came: (notice) => announce(notice, app), world: browser });
app.invitations = new Invitations(app);
app.tournaments = new TournamentDoor({ app });
const shell = new Shell({ app });
app.chat = new ChatDoor({ app, shell });
let resumedAt = -Infinity;
let asking = false;
let gone = null;
let signedInAt = -Infinity;
let unlucky = 0;

document.body.replaceChildren(shell.element);
shell.start();
begin();

/** Find out first who is signed in: this decides what every address shows. */
async function begin() {
  askEarly(api);
  let askAgain = null;
  const failed = (error, _delay, again) => {
    if (!askAgain) shell.show(unreachable(error, () => askAgain()));
    askAgain = again;
  };
  const player = await untilKnown(() => api.resume(), { world: browser, failed });
  store.set({ player, refusal: api.refusal });
  if (player) session.connect();
  store.subscribe((state) => state.player?.id, playerChanged);
  store.subscribe(({ connection }) => connection.closeCode, closed);
  followCall({ ...app, world: browser });
  followMatches(app);
  followModeration({ ...app, world: browser });
  followOwnMatch({ ...app, world: browser });
  followRatings(app);
  followTitles(app);
  watchLobby(app);
  followAttention(app);
  followPushes(app);
  addEventListener("pagehide", () => shell.notices.finish()); // what could still be undone is done now, or never
  router.start();
  app.chat.start();
  app.tournaments.start();
}

/** Show a page. Without a player nearly every address shows the sign-in first. */
function show({ page: Page, params, focus }) {
  if (!store.state.player && !OPEN_PAGES.has(Page)) shell.show(new SignIn({ app }));
  else if (Page) shell.show(new Page({ app, params }), focus);
  else shell.show(new NotFound());
}

function playerChanged(id) {
  if (id) signedInAt = Date.now();
  if (id) session.connect();
  else app.people.forget();
  const { page } = router.resolve(location.pathname);
  if (OPEN_PAGES.has(page)) return; // these show the same to everybody
  router.refresh();
  scrollTo(0, 0); // it is another page, even at the same address
}

/**
 * The server has refused this cookie. Another tab may have exchanged it just now. Only the exchange
 * tells whether we are signed out; without an answer we are not.
 */
async function closed(code) {
  if (!SIGNED_OUT.has(code) || asking) return;
  asking = true;
  store.set({ banned: code === BANNED });
  if (code === DELETED) sayDeleted();
  await pauseIfOdd();
  const failed = (_error, delay) => session.hold(delay);
  const player = await untilKnown(() => api.resume(), { world: browser, failed });
  asking = false;
  if (player) return session.connect();
  const lost = api.refusal === "not_signed_in" && Date.now() - signedInAt < SOON;
  store.set({ refusal: lost ? "no_cookies" : api.refusal });
  session.disconnect();
}

/** The cookie was exchanged, but still opens no socket: ask less and less often. */
async function pauseIfOdd() {
  unlucky = Date.now() - resumedAt < SOON ? unlucky + 1 : 0;
  resumedAt = Date.now();
  if (unlucky < 2) return;
  const delay = Math.min(1000 * 2 ** unlucky, 60_000);
  session.hold(delay);
  await new Promise((done) => setTimeout(done, delay));
  resumedAt = Date.now();
}

/** Log out. First leave the page, as a running match may object. */
async function logout({ everywhere = false } = {}) {
  await router.go("/");
  if (router.guard) return;
  await shell.notices.finish();
  try {
    await (everywhere ? api.leave("DELETE", "/sessions") : api.logout());
  } catch (error) {
    notify({ text: sayProblem(error), kind: "error" });
    return;
  }
  signOut();
}

/** The account was deleted, so nobody is signed in any more. */
async function deleted() {
  sayDeleted();
  signOut();
  await router.go("/", { replace: true });
}

/** Nobody is signed in any more, by their own will: nothing that they have not said stays in the browser. */
function signOut() {
  const { player } = store.state;
  session.disconnect();
  if (player) forgetWritten(player.id);
}

/** Say once that the account is deleted: the page that asked is told twice, by the answer and by the close. */
function sayDeleted() {
  const { player } = store.state;
  if (!player || player.id === gone) return;
  gone = player.id;
  notify({ text: t("data.deleted") });
}

/** Show a notice; see `Notices.say`. */
function notify(notice) {
  return shell.notices.say(notice);
}

function unreachable(error, again) {
  const title = t("unreachable.title");
  const text = `${sayProblem(error)} ${t("unreachable.again")}`;
  return new MessagePage({ title, text, action: t("unreachable.go"), onClick: again });
}
