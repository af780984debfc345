/**
 * Exchanges the cookie for a new one and an access token, one tab at a time.
 *
 * The server ends a session if two use its cookie. Tabs share the cookie, so they queue for a lock, and
 * so does everything else that changes it: a late answer must not undo a newer one. If an answer is
 * lost, the exchange may be repeated under the same name. So the name is kept, even over reloads, until
 * there is an answer, and after that as `last`, which shows that we have had the answer.
 */

import { recall, remember } from "../lib/storage.js";

const LOCK = "rally-refresh";
const KEY = "rally-refresh-attempt";
/** Under this key the browser remembers the last exchange that was answered, while somebody is signed in. */
export const LAST = "rally-refresh-last";

/**
 * `exchange({attempt, last})` asks the server. If it resolves to null, or rejects with `signedOut`, the
 * server has said that nobody is signed in.
 */
export function exchangeInTurn(exchange) {
  return inTurn(async () => {
    const attempt = recall(KEY) ?? randomName();
    remember(KEY, attempt);
    try {
      const answer = await exchange({ attempt, last: recall(LAST) ?? undefined });
      remember(LAST, answer && attempt);
      remember(KEY, null);
      return answer;
    } catch (error) {
      if (error.signedOut) for (const key of [KEY, LAST]) remember(key, null);
      throw error;
    }
  });
}

/** Do some work, which returns a promise, while no other tab does such work. */
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
    return work(); // there are no locks here, or they are blocked together with the cookies
  }
}

/** A random name. `randomUUID` exists only over TLS and on the loopback. */
function randomName() {
  const numbers = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(numbers, (number) => number.toString(36).padStart(7, "0")).join("");
}
