/** Keeps in the store what mutes the player, and for moderators how many reports are open. */

import { firstEnd, inForce, isModerator } from "./model.js";

/** Milliseconds between two looks at the open reports. */
const CALM = 60_000;
/** The longest time for which a browser's timer can wait. */
const LONGEST = 2 ** 31 - 1;

/** `store` gets the keys `mutes`, `openReports` (a count) and `moderated`, which grows with each own act. */
export function followModeration({ api, session, store, world }) {
  let end = null;
  let look = null;

  const hold = (mutes) => {
    world.cancel(end);
    const now = session.clock.now();
    const held = inForce(mutes, now);
    store.set({ mutes: held });
    const first = firstEnd(held);
    if (first !== null) end = world.later(() => hold(held), Math.min(first - now + 1, LONGEST));
  };

  const count = async () => {
    world.cancel(look);
    if (!isModerator(store.state)) return store.set({ openReports: 0 });
    look = world.later(count, CALM);
    try {
      const { reports } = await api.ask("GET", "/moderation/reports");
      if (isModerator(store.state)) store.set({ openReports: reports.length });
    } catch {
      // the number stays as it was until the next look
    }
    return undefined;
  };

  store.set({ moderated: 0 });
  hold([]);
  count();
  session.on("welcome", ({ resumed }) => !resumed && hold([])); // whoever is muted is told after it
  session.on("mutes", ({ mutes }) => hold(mutes));
  store.subscribe((state) => state.player?.id, () => hold([]));
  store.subscribe(isModerator, count);
  store.subscribe((state) => state.moderated, count);
}
