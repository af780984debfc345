/** What there is beside names and passwords, asked once: mails, and sites to sign in with. */

import { recall } from "../lib/storage.js";
import { LAST } from "./refresh.js";

const NOTHING = { mail: false, providers: [] };
let asked = null;

/** Resolves to `{mail, providers}`; without an answer there is nothing beside, and the next call asks again. */
export function signInWays(api) {
  asked ??= api.ask("GET", "/sign-in").catch(() => {
    asked = null;
    return NOTHING;
  });
  return asked;
}

/** Ask early if probably nobody is signed in, so that the sign-in page is whole when it is shown. */
export function askEarly(api) {
  if (recall(LAST) === null) signInWays(api);
}
