/** Keeps the people around the player up to date in the store, by the API and by frames. */

import { NOBODY, leaving, listed, loaded, moved, tied } from "./people_state.js";

const AGAIN = 5000;

export class People {
  #api;
  #session;
  #store;
  #world;
  #retry = null;
  #pending = new Map(); // id -> function that commits the removal

  /** `store` gets the keys circle, presence and profile (the own one); `world` has `later` and `cancel`. */
  constructor({ api, session, store, world }) {
    this.#api = api;
    this.#session = session;
    this.#store = store;
    this.#world = world;
    this.forget();
    session.on("welcome", () => this.refresh());
    session.on("resync", () => this.refresh());
    session.on("tie", (frame) => this.#tie(frame));
    session.on("profile", (frame) => this.#named(frame));
    session.on("presence", (frame) => store.set({ presence: moved(store.state.presence, frame) }));
    session.on("friends", (frame) => store.set({ presence: listed(frame) }));
  }

  /** Forget everything, because nobody is signed in any more. */
  forget() {
    this.#pending.clear();
    this.#store.set({ circle: NOBODY, presence: {}, profile: null });
  }

  /** Read everything again; what cannot be read now is tried again later. */
  async refresh() {
    const id = this.#store.state.player?.id;
    const guest = this.#store.state.player?.guest;
    if (!id) return;
    this.#world.cancel(this.#retry);
    this.#session.request({ t: "friends" }).catch(() => {});
    try {
      const ask = (list) => this.#api.ask("GET", list);
      const [profile, { blocks }, friends] = await Promise.all([
        ask("/profile"), ask("/blocks"), guest ? {} : ask("/friends"),
      ]);
      if (this.#store.state.player?.id !== id) return;
      this.#store.set({ profile, circle: loaded(this.#circle, { blocks, ...friends }) });
    } catch {
      if (this.#store.state.player?.id !== id) return;
      if (this.#circle.status === "loading") this.#set({ ...this.#circle, status: "failed" });
      this.#retry = this.#world.later(() => this.#circle.status === "failed" && this.refresh(), AGAIN);
    }
  }

  /** Ask a person to be a friend, or accept their request; resolves to the relation after that. */
  async befriend(person) {
    this.#cancel(person.id);
    const { relation } = await this.#api.ask("PUT", path("friends", person));
    this.#tie({ player: person, relation });
    return relation;
  }

  /** Withdraw the own request. */
  async withdraw(person) {
    await this.#api.ask("DELETE", path("friends", person));
    this.#tie({ player: person, relation: "none" });
  }

  async block(person) {
    this.#cancel(person.id);
    await this.#api.ask("PUT", path("blocks", person));
    this.#tie({ player: person, relation: "blocked" });
  }

  async unblock(person) {
    await this.#api.ask("DELETE", path("blocks", person));
    this.#tie({ player: person, relation: "none" });
  }

  /**
   * Remove a friend or decline a request. The page shows it at once; the server is told by `commit`, as
   * nothing brings a friendship back. If the server refuses, `commit` rejects and all is as before.
   */
  remove(person) {
    const { id } = person;
    this.#set(leaving(this.#circle, id, true));
    const commit = () => this.#pending.get(id) === commit && this.#commit(person);
    this.#pending.set(id, commit);
    return { commit, undo: () => this.#cancel(id) };
  }

  /** Take in the own profile after the page has changed it. */
  setProfile(profile) {
    this.#store.set({ profile: { ...this.#store.state.profile, ...profile } });
  }

  async #commit(person) {
    this.#pending.delete(person.id);
    try {
      await this.withdraw(person);
    } catch (error) {
      this.#set(leaving(this.#circle, person.id, false));
      throw error;
    }
  }

  #cancel(id) {
    if (this.#pending.delete(id)) this.#set(leaving(this.#circle, id, false));
  }

  /** Take in our own new name or image; or a new account, which can have friends. */
  #named({ player, avatar }) {
    const { profile } = this.#store.state;
    if (profile) this.setProfile({ guest: player.guest, player: { id: player.id, name: player.name, avatar } });
    if (profile?.guest !== player.guest) this.refresh();
  }

  #tie(frame) {
    this.#set(tied(this.#circle, frame, this.#world.date()));
  }

  get #circle() {
    return this.#store.state.circle;
  }

  #set(circle) {
    this.#store.set({ circle });
  }
}

function path(list, { id }) {
  return `/${list}/${encodeURIComponent(id)}`;
}
