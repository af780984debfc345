/** Keeps tournaments in the store up to date: `tournaments` by id (null: there is none), `organised` for organisers. */

import { entrantOf, hasEnded, whole, withPart } from "./model.js";

export class Follow {
  #app;
  #watched = new Map(); // id -> how many pages look at it
  #stations = new Set();
  #asked = new Set(); // of which the whole was asked for, and has not come

  constructor(app) {
    this.#app = app;
    const { session, store } = app;
    store.set({ tournaments: {}, organised: {} });
    session.on("tournament", (frame) => this.#whole(frame));
    session.on("tournament_part", (frame) => this.#part(frame));
    session.on("tournament_organisers", (frame) => this.#put("organised", frame.tournament, frame));
    session.on("welcome", () => this.#again());
    session.on("error", (frame) => this.#refused(frame));
    store.subscribe((state) => state.player?.id, () => this.#forget());
  }

  /** Watch a tournament; returns the function that ends it. Whoever takes part goes on watching. */
  watch(id) {
    const before = this.#watched.get(id);
    this.#watched.set(id, (before ?? 0) + 1);
    if (before === undefined) this.#ask(id);
    return () => this.#release(id);
  }

  /** This computer is a station of a tournament, or no longer: it goes on watching. */
  station(id, on) {
    if (on) this.#stations.add(id);
    else this.#stations.delete(id);
  }

  #ask(id) {
    this.#asked.add(id);
    this.#app.session.send({ t: "watch_tournament", tournament: id, on: true });
  }

  #release(id) {
    const left = this.#watched.get(id) - 1;
    this.#watched.set(id, left);
    if (left > 0 || this.#matters(id)) return;
    this.#watched.delete(id);
    this.#asked.delete(id);
    this.#app.session.send({ t: "watch_tournament", tournament: id, on: false });
    this.#drop(id);
  }

  /** Whether the player has something to do in it, wherever they are. */
  #matters(id) {
    const { player, tournaments } = this.#app.store.state;
    const model = tournaments[id];
    if (!model || !player || hasEnded(model)) return false;
    return this.#stations.has(id) || entrantOf(model, player.id) !== undefined;
  }

  #whole(frame) {
    this.#asked.delete(frame.tournament);
    if (this.#watched.has(frame.tournament)) this.#put("tournaments", frame.tournament, whole(frame));
  }

  #part(frame) {
    const id = frame.tournament;
    if (!this.#watched.has(id)) return;
    const next = withPart(this.#app.store.state.tournaments[id], frame);
    if (next) this.#put("tournaments", id, next);
    else if (!this.#asked.has(id)) this.#ask(id); // a part before it was missed
  }

  #again() {
    for (const id of this.#watched.keys()) this.#ask(id);
  }

  #refused({ code, id }) {
    if (code !== "no_such_tournament" || id !== undefined) return;
    for (const one of this.#asked) this.#put("tournaments", one, null);
    this.#asked.clear();
  }

  #forget() {
    this.#stations.clear();
    this.#app.store.set({ tournaments: {}, organised: {} });
  }

  #drop(id) {
    for (const part of ["tournaments", "organised"]) {
      const { [id]: _, ...others } = this.#app.store.state[part];
      this.#app.store.set({ [part]: others });
    }
  }

  #put(part, id, value) {
    this.#app.store.set({ [part]: { ...this.#app.store.state[part], [id]: value } });
  }
}
