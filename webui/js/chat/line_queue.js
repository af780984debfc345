/**
 * The lines that a player has written and the server has not taken yet. For each room they are sent one after the other,
 * the oldest first, until there is an answer: over losses of the connection and reloads of the page, for some minutes.
 * After that a line is a draft, which only the player sends again.
 *
 * All tabs of a browser have the same lines. Each sends its own at once, and those of others a little later, as these
 * may be closed. That harms nobody: the server takes a line of the same number and text once.
 */

/** Milliseconds in which a line is sent by itself. */
export const PATIENCE = 180_000;
/** Milliseconds in which another tab sends its lines alone. */
export const OTHERS = 6000;
const FIRST = 1000;
const LONGEST = 10_000;
/** Refusals that say nothing of the line: it is sent again. */
const PASSING = new Set(["offline", "unanswered", "disconnected", "unavailable", "server_fault", "rate_limited", "stopping"]);

export class LineQueue {
  #send;
  #kept;
  #world;
  #changed;
  #tab;
  #entries = [];
  #busy = new Set();
  #timers = new Map();
  #tries = new Map();
  #stopped = false;

  /**
   * `send({room, line, text})` resolves when the server has taken the line, or rejects with a `code` and perhaps
   * `wait`, ms for which it would be refused again. `kept` is a KeptLines, `tab` names this tab. `changed()` is called
   * when other lines wait, or wait for something else.
   */
  constructor({ send, kept, world, tab, changed }) {
    this.#send = send;
    this.#kept = kept;
    this.#world = world;
    this.#tab = tab;
    this.#changed = changed;
    this.#entries = kept.all();
    this.#goOn();
  }

  /** The lines of a room that are not said: `{room, line, text, at, state: "waiting" | "draft", why}`. */
  in(room) {
    return this.#entries.filter((entry) => entry.room === room);
  }

  /** All rooms with such lines. */
  get rooms() {
    return [...new Set(this.#entries.map(({ room }) => room))];
  }

  /** Say a line, as soon as that is possible. */
  say(room, text) {
    const at = this.#world.date();
    const line = this.#kept.number(at);
    this.#put({ room, line, order: line, text, at, tab: this.#tab, state: "waiting", why: null });
    this.#pump(room);
  }

  /** Send a draft once more: the same line, should the server have it already. */
  again(room, line) {
    this.#change(room, line, { state: "waiting", why: null, at: this.#world.date(), tab: this.#tab });
    this.#tries.delete(room);
    this.#pump(room);
  }

  /** Forget a line. */
  drop(room, line) {
    const gone = this.#find(room, line);
    if (!gone) return;
    this.#kept.drop(gone);
    this.#entries = this.#entries.filter((entry) => entry !== gone);
    this.#changed();
  }

  /** There is a connection again: nothing has to wait. */
  online() {
    this.#tries.clear();
    this.#goOn();
  }

  /** Another tab has changed a key of the storage. */
  reread(key) {
    if (!this.#kept.concerns(key)) return;
    this.#entries = this.#kept.all();
    this.#changed();
    this.#goOn();
  }

  stop() {
    this.#stopped = true;
    for (const timer of this.#timers.values()) this.#world.cancel(timer);
  }

  #goOn() {
    for (const room of this.rooms) this.#pump(room);
  }

  /** Send the oldest line of a room that waits, if none is on its way. */
  async #pump(room) {
    if (this.#busy.has(room) || this.#stopped) return;
    this.#world.cancel(this.#timers.get(room));
    const entry = this.in(room).find(({ state }) => state === "waiting");
    if (!entry) return;
    const age = this.#world.date() - entry.at;
    if (age >= PATIENCE || age < -PATIENCE) return this.#giveUp(entry, "late");
    if (entry.tab !== this.#tab && age < OTHERS) return this.#later(room, OTHERS - age);
    this.#busy.add(room);
    const pause = await this.#attempt(entry);
    this.#busy.delete(room);
    if (this.#stopped) return;
    if (pause === 0) this.#pump(room);
    else this.#later(room, Math.min(pause, Math.max(0, PATIENCE - (this.#world.date() - entry.at))));
  }

  /** Try once; resolves to the ms until the next try, 0 if this line need not be tried any more. */
  async #attempt(entry) {
    const { room, line } = entry;
    try {
      await this.#send(entry);
    } catch (error) {
      return this.#refused(entry, error);
    }
    this.#tries.delete(room);
    this.drop(room, line);
    return 0;
  }

  #refused({ room, line }, { code, detail, until = null, wait = 0 }) {
    if (code === "line_taken") this.#renumber(room, line);
    if (code === "line_taken") return FIRST;
    if (code === "too_fast") return Math.max(wait, 200);
    if (!PASSING.has(code)) {
      const entry = this.#find(room, line);
      if (entry) this.#giveUp(entry, code, { detail, until });
      return 0;
    }
    const tries = this.#tries.get(room) ?? 0;
    this.#tries.set(room, tries + 1);
    return Math.min(FIRST * 2 ** tries, LONGEST);
  }

  /** Another device has used this number for something else, so this line was never said. */
  #renumber(room, line) {
    this.#change(room, line, { line: this.#kept.number(this.#world.date()) });
  }

  #giveUp({ room, line }, why, more = {}) {
    this.#change(room, line, { state: "draft", why, ...more });
    this.#pump(room);
  }

  #later(room, delay) {
    this.#timers.set(room, this.#world.later(() => this.#pump(room), delay));
  }

  #find(room, line) {
    return this.#entries.find((entry) => entry.room === room && entry.line === line);
  }

  #put(entry) {
    this.#kept.keep(entry);
    this.#entries = [...this.#entries, entry].toSorted((one, other) => one.order - other.order);
    this.#changed();
  }

  #change(room, line, more) {
    const entry = this.#find(room, line);
    if (!entry) return;
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#put({ ...entry, ...more });
  }
}
