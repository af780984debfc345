/** The invitations to play, in the store and at the server; it says once how one has come to nothing. */

import { named } from "./components/bot.js";
import { invite } from "./components/invite_form.js";
import { sayError } from "./i18n/say.js";
import { t } from "./i18n/t.js";
import { NONE } from "./net/invitations_state.js";

export class Invitations {
  #app;
  #later = []; // words that wait until the match is over

  /** `store` gets the key invitations. */
  constructor(app) {
    const { session, store } = app;
    this.#app = app;
    store.set({ invitations: NONE });
    session.on("welcome", () => this.#ask());
    session.on("resync", ({ reason }) => reason === "restarted" && this.#ask());
    session.on("invitations", ({ sent, received }) => store.set({ invitations: { sent, received } }));
    session.on("invitation_ended", (frame) => this.#ended(frame));
    store.subscribe((state) => state.currentMatch, (id) => !id && this.#catchUp());
    store.subscribe((state) => state.player?.id, () => this.#forget());
  }

  /** Ask for the settings and invite `person`, `{id, name}`; resolves to whether that was done. */
  invite(person) {
    return invite(this.#app, person);
  }

  /** Invite somebody with these settings; rejects with a RequestError. */
  send(person, settings) {
    return this.#app.session.request({ t: "invite", player: person.id, settings });
  }

  accept(invitation) {
    return this.#answer("accept", invitation);
  }

  decline(invitation) {
    return this.#answer("decline", invitation);
  }

  withdraw(invitation) {
    return this.#answer("withdraw", invitation);
  }

  async #answer(what, { id }) {
    try {
      await this.#app.session.request({ t: what, invitation: id });
    } catch (error) {
      const led = error.code === "already_playing" && this.#app.store.state.currentMatch; // the page shows that
      if (!led && error.code !== "disconnected") this.#app.notify({ text: sayError(error), kind: "error" });
    }
  }

  /** The server shows changes by itself, but not what has changed while there was no connection. */
  #ask() {
    this.#app.session.send({ t: "invitations" });
  }

  #ended({ player, sent, why }) {
    const text = t(`invitations.${sent ? "sent" : "received"}.${why}`, { name: named(player) });
    if (this.#app.store.state.currentMatch) this.#later.push(text);
    else this.#app.notify({ text });
  }

  #catchUp() {
    for (const text of this.#later.splice(0)) this.#app.notify({ text });
  }

  /** Somebody else is signed in, or nobody. */
  #forget() {
    this.#later = [];
    this.#app.store.set({ invitations: NONE });
  }
}
