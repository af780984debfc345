/** Keeps the inbox of the player in the store: what they were told, and how much of it they have not read. */

const AGAIN = 5000;
const PATH = "/notifications";

/** `notes` are the newest ones, `{id, at, read, notice}`; `more`: the server has older ones. */
export const EMPTY = { status: "loading", notes: [], unread: 0, more: false };

export class Inbox {
  #api;
  #asking = null;
  #retry = null;
  #stale = false;
  #store;
  #world;

  /** `store` gets the key inbox; `world` has `later` and `cancel`. `came(note)` is called for each new note. */
  constructor({ api, came, session, store, world }) {
    this.#api = api;
    this.#store = store;
    this.#world = world;
    store.set({ inbox: EMPTY });
    session.on("welcome", ({ resumed }) => !resumed && this.refresh());
    for (const type of ["resync", "inbox", "tie"]) session.on(type, () => this.refresh());
    session.on("notified", ({ id, at, notice }) => this.#notified({ id, at, read: false, notice }) && came(notice));
    store.subscribe((state) => state.player?.id, () => this.#begin());
  }

  /** Ask for the newest notes. If something changes meanwhile the answer is too old, and is asked for once more. */
  refresh() {
    this.#stale = true;
    this.#asking ??= this.#ask();
    return this.#asking;
  }

  /** Ask for the notes before those that are known; rejects with an ApiError. */
  async more() {
    const last = this.#state.notes.at(-1);
    const { notes, more } = await this.#api.ask("GET", `${PATH}?before=${encodeURIComponent(last.id)}`);
    if (this.#state.notes.at(-1) === last) this.#set({ notes: [...this.#state.notes, ...notes], more });
  }

  /** Note that a note was read, on all devices; it shows here at once. */
  read({ id }) {
    const known = this.#state.notes.find((note) => note.id === id);
    if (!known || known.read) return Promise.resolve();
    const notes = this.#state.notes.map((note) => (note === known ? { ...note, read: true } : note));
    this.#set({ notes, unread: Math.max(0, this.#state.unread - 1) });
    return this.#tell({ note: id });
  }

  /** The same for all notes that are there. */
  readAll() {
    const [newest] = this.#state.notes;
    if (!newest) return Promise.resolve();
    this.#set({ notes: this.#state.notes.map((note) => ({ ...note, read: true })), unread: 0 });
    return this.#tell({ note: newest.id, earlier: true });
  }

  get #state() {
    return this.#store.state.inbox;
  }

  /** If the server does not hear it, the page must not show it. */
  async #tell(body) {
    try {
      await this.#api.ask("POST", `${PATH}/read`, body);
    } catch (error) {
      this.refresh();
      throw error;
    }
  }

  /** A note may come twice: by the bell, and in an answer that was under way. Returns whether it is new. */
  #notified(note) {
    if (this.#asking) this.#stale = true;
    if (this.#state.notes.some(({ id }) => id === note.id)) return false;
    this.#set({ notes: [note, ...this.#state.notes], unread: this.#state.unread + 1 });
    return true;
  }

  async #ask() {
    this.#world.cancel(this.#retry);
    try {
      while (this.#stale && this.#store.state.player) {
        this.#stale = false;
        const { id } = this.#store.state.player;
        const { notes, unread, more } = await this.#api.ask("GET", PATH);
        if (id === this.#store.state.player?.id) this.#set({ status: "ready", notes, unread, more });
      }
    } catch {
      if (this.#state.status === "loading") this.#set({ status: "failed" });
      this.#retry = this.#world.later(() => this.refresh(), AGAIN);
    } finally {
      this.#asking = null;
    }
  }

  /** Somebody else is signed in, or nobody. */
  #begin() {
    this.#world.cancel(this.#retry);
    this.#store.set({ inbox: EMPTY });
  }

  #set(change) {
    this.#store.set({ inbox: { ...this.#state, ...change } });
  }
}
