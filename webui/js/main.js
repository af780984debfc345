/** The composition of the page: what there is, and who knows whom. */

import { Shell } from "./components/shell.js";
import { sayProblem } from "./i18n/say.js";
import { t } from "./i18n/t.js";
import { Router } from "./lib/router.js";
import { Store } from "./lib/store.js";
import { applyTheme } from "./lib/theme.js";
import { Api } from "./net/api.js";
import { Session } from "./net/session.js";
import { followMatches } from "./follow_matches.js";
import { MessagePage, NotFound } from "./pages/message.js";
import { SignIn } from "./pages/sign_in.js";
import { routes } from "./routes.js";

const SIGNED_OUT = 4401;
const RESUME_EVERY = 10_000;

applyTheme();
const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;
const store = new Store({ player: null, lastRequest: null });
const session = new Session({ url, store });
const api = new Api();
const router = new Router(routes, show);
const app = { api, logout, router, session, store };
const shell = new Shell({ app });
let resumedAt = -Infinity;

document.body.replaceChildren(shell.element);
shell.start();
begin();

/** Who is signed in comes first: it decides what every address shows. */
async function begin() {
  try {
    store.set({ player: await api.resume() });
  } catch (error) {
    shell.show(unreachable(error));
    return;
  }
  if (store.state.player) session.connect();
  store.subscribe(({ player }) => player?.id, playerChanged);
  store.subscribe(({ connection }) => connection.closeCode, closed);
  followMatches(app);
  router.start();
}

/** Without a player every address shows the sign-in, and afterwards what it names. */
function show({ page: Page, params }) {
  if (!store.state.player) shell.show(new SignIn({ app }));
  else if (Page) shell.show(new Page({ app, params }));
  else shell.show(new NotFound());
}

function playerChanged(id) {
  if (id) session.connect();
  router.refresh();
}

/**
 * The server does not know us by this cookie. Another tab may have exchanged it just now; else we
 * are signed out, and forget who we were.
 */
async function closed(code) {
  if (code !== SIGNED_OUT) return;
  const early = Date.now() - resumedAt < RESUME_EVERY;
  resumedAt = Date.now();
  const player = early ? null : await api.resume().catch(() => null);
  if (player) session.connect();
  else session.disconnect();
}

/** Leaving the page comes first, as a running match may object. */
async function logout() {
  await router.go("/");
  if (router.guard) return;
  await api.logout();
  session.disconnect();
}

function unreachable(error) {
  const title = t("unreachable.title");
  const way = { action: t("unreachable.go"), onClick: reload };
  return new MessagePage({ title, text: sayProblem(error), ...way });
}

function reload() {
  location.reload();
}
