/** The way into the tournaments: their pages are loaded when one of them is first shown (docs/adr/0047). */

import { h, listen } from "../lib/dom.js";
import { recall } from "../lib/storage.js";
import { ApiError } from "../net/api.js";

/** Under this key the browser remembers that it is a station, and of which tournament. */
export const STATION = "rally.station";
const SHEET = "/styles/tournaments.css";

export class TournamentDoor {
  #app;
  #load;
  #parts = null;
  #sheet = null;

  /** `load()` resolves to the module begin.js. */
  constructor({ app, load = () => import("./begin.js") }) {
    this.#app = app;
    this.#load = load;
  }

  /** Begin when it is known who is signed in: a station goes on after a reload, also in the middle of a match. */
  start() {
    const { store } = this.#app;
    const go = (signedIn) => signedIn && recall(STATION) && this.parts().catch(() => {});
    store.subscribe((state) => Boolean(state.player), go);
    go(Boolean(store.state.player));
  }

  /** Resolves to the pages by name, and `follow`; rejects with ApiError if they cannot be loaded now. */
  parts() {
    this.#parts ??= this.#begin();
    return this.#parts;
  }

  async #begin() {
    try {
      this.#sheet ??= dress();
      const [{ begin }] = await Promise.all([this.#load(), this.#sheet]);
      return begin({ app: this.#app });
    } catch (error) {
      this.#parts = null;
      this.#sheet?.catch(() => (this.#sheet = null));
      if (!(error instanceof TypeError)) reportError(error);
      throw new ApiError({ status: 0 });
    }
  }
}

/** Load the style sheet; resolves when it is there, so that nothing is shown without it. */
function dress() {
  const link = h("link", { rel: "stylesheet", href: SHEET });
  const loaded = new Promise((resolve, reject) => {
    listen(link, "load", resolve);
    listen(link, "error", () => reject(new TypeError(SHEET)));
  });
  document.head.append(link);
  return loaded.catch((error) => {
    link.remove();
    throw error;
  });
}
