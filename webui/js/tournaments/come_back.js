/** After a match of a tournament a station goes back to its page by itself. */

import { recall } from "../lib/storage.js";
import { pathOf } from "./acts.js";
import { STATION } from "./door.js";
import { pairingOf } from "./model.js";

const LOOK = 4000; // ms for which the result at a station is looked at
const RESULT = /^\/match\/([^/]+)\/result$/;

/** Follow the pages that are shown. */
export function comeBack({ router, store, tournaments: { follow } }) {
  const station = recall(STATION);
  if (station && store.state.player) {
    follow.station(station, true);
    follow.watch(station);
  }
  store.subscribe((state) => state.page?.path, (path) => {
    const match = RESULT.exec(path ?? "")?.[1];
    const model = store.state.tournaments[recall(STATION)];
    if (!match || !model || !pairingOf(model, match)) return;
    setTimeout(() => store.state.page.path === path && router.go(pathOf(model.id, "/station"), { replace: true }), LOOK);
  });
}
