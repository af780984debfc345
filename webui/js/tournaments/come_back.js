/** After a match of a tournament: a station goes back by itself, others are shown the way. */

import { t } from "../i18n/t.js";
import { recall } from "../lib/storage.js";
import { pathOf } from "./acts.js";
import { STATION } from "./door.js";
import { pairingOf } from "./model.js";

const LOOK = 4000; // ms for which the result at a station is looked at
const RESULT = /^\/match\/([^/]+)\/result$/;

/** Follow the pages that are shown. */
export function comeBack({ notify, router, store, tournaments: { follow } }) {
  const station = recall(STATION);
  if (station && store.state.player) {
    follow.station(station, true);
    follow.watch(station);
  }
  store.subscribe((state) => state.page?.path, (path) => {
    const match = RESULT.exec(path ?? "")?.[1];
    const model = match && Object.values(store.state.tournaments).find((one) => one && pairingOf(one, match));
    if (!model) return;
    if (recall(STATION) === model.id) {
      setTimeout(() => store.state.page.path === path && router.go(pathOf(model.id, "/station"), { replace: true }), LOOK);
    } else {
      notify({ text: t("tour.back.text", { name: model.head.plan.name }), link: { text: t("tour.back"), href: pathOf(model.id) } });
    }
  });
}
