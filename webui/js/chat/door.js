/**
 * The way into the chat. What it consists of is loaded after the first page is there, so that no page comes later for
 * it; until then this keeps its place, if the player has left it open.
 */

import { t } from "../i18n/t.js";
import { listen } from "../lib/dom.js";
import { recall, remember } from "../lib/storage.js";

const KEY = "rally.chat.open";
/** The chat has a place beside the page; in a narrower window it is a page of its own. Also in chat.css. */
export const BESIDE = "(width >= 80rem)";
const LATEST = 500; // ms that the browser may take to be idle
const MATCH = /^\/match\/[^/]+$/;

export class ChatDoor {
  #app;
  #load;
  #shell;
  #dock = null;
  #beside = matchMedia(BESIDE);

  /** `load()` resolves to the module begin.js. The store gets the keys `chatOpen` and `chatUnread`. */
  constructor({ app, load = () => import("./begin.js"), shell }) {
    this.#app = app;
    this.#load = load;
    this.#shell = shell;
    app.store.set({ chatOpen: false, chatUnread: { count: 0, more: false } });
  }

  /** Begin when it is known who is signed in. */
  start() {
    const { store } = this.#app;
    store.subscribe((state) => state.player?.id, () => this.#arrived());
    store.subscribe((state) => state.page?.path, () => this.#arrived());
    listen(this.#beside, "change", () => this.#arrived());
    this.#arrived();
    if (store.state.player) this.#soon();
    store.subscribe((state) => Boolean(state.player), (signedIn) => signedIn && this.#soon());
  }

  get isBeside() {
    return this.#beside.matches;
  }

  /** Open or fold it, because the player wants to; where it has a place beside the pages it stays so. */
  set(open) {
    const { page, player } = this.#app.store.state;
    const isOpen = Boolean(open && player);
    if (this.isBeside && !isMatch(page)) remember(KEY, isOpen ? "open" : null);
    this.#show(isOpen);
    if (isOpen) this.#soon();
  }

  async toggle() {
    this.set(!this.#app.store.state.chatOpen);
    const { chatOpen } = this.#app.store.state;
    if (chatOpen) (await this.#ready())?.focus();
  }

  /** Open the direct room with a person, `{id, name, avatar?}`. */
  async message(person) {
    this.set(true);
    (await this.#ready())?.message(person);
  }

  /** Another page: folded beside a match, elsewhere as it was left. */
  #arrived() {
    const { page, player } = this.#app.store.state;
    const isKept = this.isBeside && recall(KEY) === "open" && !isMatch(page);
    this.#show(Boolean(player) && isKept);
  }

  #show(open) {
    document.documentElement.dataset.chat = open ? "open" : "folded";
    if (this.#app.store.state.chatOpen !== open) this.#app.store.set({ chatOpen: open });
  }

  #soon() {
    if (this.#dock) return;
    const idle = globalThis.requestIdleCallback ?? ((action) => setTimeout(action, 0));
    idle(() => this.#ready(), { timeout: LATEST });
  }

  /** Resolves to the dock, or to undefined if it cannot be loaded now. */
  #ready() {
    this.#dock ??= this.#begin();
    return this.#dock;
  }

  async #begin() {
    try {
      const { begin } = await this.#load();
      return begin({ app: this.#app, door: this, shell: this.#shell });
    } catch (error) {
      this.#dock = null;
      this.#missed(error);
      return undefined;
    }
  }

  /** Fold it again; without a network, of which the page tells anyway, nothing is at fault. */
  #missed(error) {
    if (this.#app.store.state.chatOpen) this.#app.notify({ text: t("chat.missing"), kind: "error" });
    this.#show(false);
    if (!(error instanceof TypeError)) reportError(error);
  }
}

function isMatch(page) {
  return MATCH.test(page?.path ?? "");
}
