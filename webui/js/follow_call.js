/** Calls a player who was away when there was an opponent: any key or pointer at the page is the answer. */

import { sayError } from "./i18n/say.js";
import { t } from "./i18n/t.js";

/** `called` of the store is until when the player may answer, in ms by the server's clock; null: nobody calls. */
export function followCall({ notify, session, store, world }) {
  session.on("called", ({ until }) => {
    store.set({ called: until });
    const left = Math.max(until - session.clock.now(), 0);
    notify({ text: t("called.text", { seconds: Math.ceil(left / 1000) }) });
    world.later(() => store.state.called === until && store.set({ called: null }), left);
  });
  session.on("matched", () => store.set({ called: null }));
  session.on("error", (error) => {
    // the lobby says it by itself
    if (error.code === "not_here" && store.state.page?.path !== "/") notify({ text: sayError(error), kind: "error" });
  });
}
