/** Begins what is told outside the page: what is loaded when the account page is shown, or a subscription is old. */

import { ways } from "../i18n/en_ways.js";
import { add } from "../i18n/t.js";
import { isSubscribed, subscribe } from "./browser.js";
import { WaysCard } from "./card.js";
import { WORKER } from "./listen.js";

/** Returns `{card(ways), renew()}`: the part that shows it, and what renews the subscription of this browser. */
export function begin(props) {
  add(ways);
  return {
    card: (answer) => new WaysCard({ ...props, answer }),
    renew: () => renew(props.app),
  };
}

async function renew({ api }) {
  const { browsers, key, key_id: keyId } = await api.ask("GET", "/account/ways");
  if (!browsers.some(({ here }) => here) || (await isSubscribed(key, window))) return;
  const made = await subscribe({ key, script: WORKER, world: window });
  if (made) await api.ask("PUT", "/account/ways/browser", { ...made, key_id: keyId });
}
