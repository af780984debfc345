/** The composition of the page: what there is, and who knows whom. */

import { Shell } from "./components/shell.js";
import { sayProblem } from "./i18n/say.js";
import { t } from "./i18n/t.js";
import { Router } from "./lib/router.js";
import { Store } from "./lib/store.js";
import { ignoreRepeats } from "./lib/repeats.js";
import { applyTheme } from "./lib/theme.js";
import { Api } from "./net/api.js";
import { People } from "./net/people.js";
import { Session } from "./net/session.js";
import { untilKnown } from "./net/until_known.js";
import { browser } from "./net/world.js";
import { followAttention } from "./away.js";
import { followMatches } from "./follow_matches.js";
import { announceTies } from "./announce_ties.js";
import { MessagePage, NotFound } from "./pages/message.js";
import { SignIn } from "./pages/sign_in.js";
import { OPEN_PAGES, routes } from "./routes.js";

/** Nobody is signed in here any more, or nobody may be. */
const SIGNED_OUT = new Set([4401, 4403, 4410]);
const BANNED = 4403;
const DELETED = 4410;
/** Milliseconds: signed out again so soon after an exchange, something on the way is odd. */
const SOON = 10_000;

applyTheme();
ignoreRepeats(window);
const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;
const store = new Store({ player: null, lastRequest: null, banned: false, refusal: null });
const session = new Session({ url, store });
const api = new Api();
const router = new Router(routes, show);
const app = { api, deleted, logout, notify, router, session, store };
announceTies(app); // compares with what is known before, so it hears of it first
app.people = new People({ api, session, store, world: browser });
const shell = new Shell({ app });
let resumedAt = -Infinity;
let asking = false;
let gone = null;
let signedInAt = -Infinity;
let unlucky = 0;

document.body.replaceChildren(shell.element);
shell.start();
begin();

/** Who is signed in comes first: it decides what every address shows. */
async function begin() {
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
  followMatches(app);
  followAttention(app);
  addEventListener("pagehide", () => app.people.commit());
  router.start();
}

/** Without a player nearly every address shows the sign-in, and afterwards what it names. */
function show({ page: Page, params }) {
  if (!store.state.player && !OPEN_PAGES.has(Page)) shell.show(new SignIn({ app }));
  else if (Page) shell.show(new Page({ app, params }));
  else shell.show(new NotFound());
}

function playerChanged(id) {
  if (id) signedInAt = Date.now();
  if (id) session.connect();
  else app.people.forget();
  const { page } = router.resolve(location.pathname);
  if (OPEN_PAGES.has(page)) return; // those show the same to everybody
  router.refresh();
  scrollTo(0, 0); // it is another page, whatever the address
}

/**
 * The server does not know us by this cookie. Another tab may have exchanged it just now; whether we
 * are signed out only the exchange tells, and without an answer we are not.
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

/** The cookie is exchanged, and opens no socket all the same: ask more and more rarely. */
async function pauseIfOdd() {
  unlucky = Date.now() - resumedAt < SOON ? unlucky + 1 : 0;
  resumedAt = Date.now();
  if (unlucky < 2) return;
  const delay = Math.min(1000 * 2 ** unlucky, 60_000);
  session.hold(delay);
  await new Promise((done) => setTimeout(done, delay));
  resumedAt = Date.now();
}

/** Leaving the page comes first, as a running match may object. */
async function logout({ everywhere = false } = {}) {
  await router.go("/");
  if (router.guard) return;
  await app.people.commit();
  await (everywhere ? api.leave("DELETE", "/sessions") : api.logout());
  session.disconnect();
}

/** The account is gone, and with it whoever was signed in. */
async function deleted() {
  sayDeleted();
  session.disconnect();
  await router.go("/", { replace: true });
}

/** Once: the answer and the closed socket both tell the page that has asked for it. */
function sayDeleted() {
  const { player } = store.state;
  if (!player || player.id === gone) return;
  gone = player.id;
  notify({ text: t("data.deleted") });
}

/** Say what has happened, as `Notices.say` has it. */
function notify(notice) {
  shell.notices.say(notice);
}

function unreachable(error, again) {
  const title = t("unreachable.title");
  const text = `${sayProblem(error)} ${t("unreachable.again")}`;
  return new MessagePage({ title, text, action: t("unreachable.go"), onClick: again });
}
