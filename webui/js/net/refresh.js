/**
 * Exchanges the cookie for a new one and an access token, one tab at a time.
 *
 * The server ends a session whose cookie is used by two. Tabs share the cookie, so they queue for a
 * lock, as does whatever else changes it: an answer that is late must not undo a newer one. An answer
 * may be lost on its way; under the same name an exchange may be repeated, so the name is kept, over
 * reloads too, until there is an answer, and as `last` after it, which shows that we have had it.
 */

import { recall, remember } from "../lib/storage.js";

const LOCK = "rally-refresh";
const KEY = "rally-refresh-attempt";
const LAST = "rally-refresh-last";

/** `exchange({attempt, last})` asks the server; `error.signedOut` tells that it has decided. */
export function exchangeInTurn(exchange) {
  return inTurn(async () => {
    const attempt = recall(KEY) ?? randomName();
    remember(KEY, attempt);
    try {
      const answer = await exchange({ attempt, last: recall(LAST) ?? undefined });
      remember(LAST, attempt);
      remember(KEY, null);
      return answer;
    } catch (error) {
      if (error.signedOut) for (const key of [KEY, LAST]) remember(key, null);
      throw error;
    }
  });
}

/** Do some work, which returns a promise, while no other tab does any of this. */
export async function inTurn(work) {
  let begun = false;
  const begin = () => {
    begun = true;
    return work();
  };
  try {
    return await navigator.locks.request(LOCK, begin);
  } catch (error) {
    if (begun) throw error;
    return work(); // there are no locks here, or they are blocked along with the cookies
  }
}

/** Not `randomUUID`, which only pages over TLS and of this machine have. */
function randomName() {
  const numbers = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(numbers, (number) => number.toString(36).padStart(7, "0")).join("");
}
