/** What goes on, in the title of the tab: it is read while another tab is looked at. */

import { named } from "./components/bot.js";
import { t } from "./i18n/t.js";
import { every } from "./lib/ticker.js";
import { isOver } from "./net/match_state.js";
import { ownMatch } from "./net/own_match.js";
import { shown } from "./net/people_state.js";

/** Keep the title of the tab true. */
export function followTitles({ session, store }) {
  const render = () => {
    if (!store.state.page) return;
    const title = titleOf(store.state, session.clock.now());
    if (document.title !== title) document.title = title;
  };
  store.subscribe((state) => state, render);
  every(1000, render);
}

/** The title for the state in the store, at `now` by the server's clock; what matters most comes first. */
export function titleOf(state, now) {
  const waits = shown(state.circle, "asks").length + (state.chatUnread?.count ?? 0) + (state.inbox?.unread ?? 0);
  const going = call(state, now) ?? waitingMatch(state, now) ?? nextFight(state, now) ?? shownMatch(state) ?? invited(state) ?? search(state);
  const page = t("title", { page: going ?? state.page.title });
  return waits === 0 ? page : t("title.waits", { count: waits, page });
}

/** An opponent is there, and the player is away. */
function call({ called }, now) {
  return called && called > now ? t("title.called") : null;
}

/** The own match that waits for the player. */
function waitingMatch(state, now) {
  const own = ownMatch(state, now);
  if (own?.kind === "ready") return t("title.ready");
  if (own?.kind === "ending") return t("title.ending");
  if (own?.kind === "losing") return t("title.losing", { seconds: Math.ceil(own.left / 1000) });
  return null;
}

/** A tournament has called the player, who has not answered. */
function nextFight({ currentMatch, inbox }, now) {
  const isOpen = ({ notice, read }) => notice.kind === "next_fight" && !read && notice.deadline > now;
  return !currentMatch && inbox?.notes.some(isOpen) ? t("title.next_fight") : null;
}

/** The match that this page shows, played or watched. */
function shownMatch({ connection, matches, page }) {
  const model = matches[page.path.match(/^\/match\/([^/]+)$/)?.[1]];
  if (!model || model.moved || isOver(model)) return null;
  const [left, right] = model.players.map(named);
  const [leftScore, rightScore] = model.score;
  const score = t("title.score", { left, right, leftScore, rightScore });
  const kind = connection.status === "online" ? model.phase : "offline";
  return ["offline", "paused"].includes(kind) ? t(`title.${kind}`, { score }) : score;
}

/** The invitation that came last. */
function invited({ invitations }) {
  const last = invitations?.received.at(-1);
  return last ? t("title.invited", { name: named(last.player) }) : null;
}

function search({ lobby }) {
  return lobby?.queued ? t("title.searching") : null;
}
