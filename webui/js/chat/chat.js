/** The chat of whoever is signed in: their rooms, and the lines that they have yet to say. */

import { sayError } from "../i18n/say.js";
import { listen } from "../lib/dom.js";
import { browser } from "../net/world.js";
import { KeptLines } from "./kept_lines.js";
import { LineQueue } from "./line_queue.js";
import { Listeners } from "../net/listeners.js";
import { Rooms } from "./rooms.js";
import { unreadOf, withoutBlocked } from "./directory.js";
import { nameOfTab } from "./tab.js";
import { isContest } from "../net/match_state.js";

const MATCH = /^\/match\/([^/]+)(?:\/result)?$/;
const TOURNAMENT = /^\/tournament\/([^/]+)$/;

const COUNTED = 150; // ms

export class Chat {
  rooms = null;
  queue = null;
  #app;
  #counting = null;
  #listeners = new Listeners();
  #player = null;
  #queued = new Set();

  constructor(app) {
    this.#app = app;
  }

  /** Follow who is signed in, and say what was not said before. */
  start() {
    const { session, store } = this.#app;
    store.subscribe((state) => state.player?.id, () => this.#begin());
    for (const part of [(state) => state.chat, (state) => state.circle]) store.subscribe(part, () => this.#countSoon());
    store.subscribe(shownRoom, (now, before) => this.#enter(now, before));
    listen(window, "storage", ({ key }) => this.queue?.reread(key));
    session.on("welcome", () => this.queue?.online());
    this.#begin();
  }

  /** Call `handler({room, event})` for each new event of the rooms. */
  onEvent(handler) {
    return this.#listeners.on("event", handler);
  }

  say(room, text) {
    this.queue?.say(room, text);
  }

  /** Give somebody a role in a room; a refusal is shown. Resolves to whether it was done. */
  async setRole(room, player, role) {
    try {
      await this.rooms.appoint(room, player, role);
      return true;
    } catch (error) {
      this.#app.notify({ text: sayError(error), kind: "error" });
      return false;
    }
  }

  #begin() {
    const { api, session, store } = this.#app;
    const id = store.state.player?.id ?? null;
    if (id === this.#player) return;
    this.#player = id;
    this.rooms?.stop();
    this.queue?.stop();
    this.rooms = this.queue = null;
    store.set({ chat: null, chatUnread: { count: 0, more: false } });
    if (id === null) return;
    this.rooms = new Rooms({ api, session, store, world: browser });
    this.rooms.onEvent((news) => this.#listeners.tell("event", news));
    this.queue = new LineQueue({
      send: (entry) => this.#send(entry),
      kept: new KeptLines(id),
      world: browser,
      tab: nameOfTab(),
      changed: () => this.#show(),
    });
    this.#show();
    this.#enter(shownRoom(store.state), null);
  }

  /** The room of the match or tournament that is shown stands among the others as long as it is. */
  #enter(now, before) {
    if (before) this.rooms?.close(before);
    if (now) this.rooms?.open(now);
  }

  async #send({ room, line, text }) {
    const { session } = this.#app;
    try {
      await session.request({ t: "say", room, line, text });
    } catch (error) {
      const wait = error.until ? error.until - session.clock.now() : 0;
      throw Object.assign(error, { wait });
    }
  }

  #show() {
    if (!this.queue) return;
    const rooms = new Set(this.queue.rooms);
    for (const id of new Set([...rooms, ...this.#queued])) {
      if (!this.rooms.room(id)) this.rooms.open(id);
      this.rooms.queue(id, this.queue.in(id));
    }
    this.#queued = rooms;
  }

  /** A busy room must not cost a match its time. */
  #countSoon() {
    if (this.#counting) return;
    this.#counting = setTimeout(() => {
      this.#counting = null;
      this.#count();
    }, COUNTED);
  }

  #count() {
    const { chat, chatUnread, circle, player } = this.#app.store.state;
    if (!chat || !player) return;
    const { count, more } = unreadOf(withoutBlocked(chat, circle, player), player);
    if (count !== chatUnread.count || more !== chatUnread.more) this.#app.store.set({ chatUnread: { count, more } });
  }
}

/** The room of the tournament that the page shows, or of the match, if people play in it; else null. */
function shownRoom({ matches, page }) {
  const tournament = page?.path.match(TOURNAMENT)?.[1];
  if (tournament) return tournament;
  const id = page?.path.match(MATCH)?.[1];
  return id && isContest(matches[id]?.players) ? `m.${id}` : null;
}
