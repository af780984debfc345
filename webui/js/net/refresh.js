/**
 * Exchanges the cookie for a new one and an access token, one tab at a time.
 *
 * The server ends a session whose cookie is exchanged twice. Tabs share the cookie, so they queue
 * for a lock. An answer may be lost on its way; under the same name an exchange may be repeated, so
 * the name is kept, over reloads too, until there is an answer.
 */

const LOCK = "rally-refresh";
const KEY = "rally-refresh-attempt";

/** `exchange(attempt)` asks the server; a rejection with status 0 means that nobody answered. */
export function exchangeInTurn(exchange) {
  return navigator.locks.request(LOCK, async () => {
    const attempt = localStorage.getItem(KEY) ?? crypto.randomUUID();
    localStorage.setItem(KEY, attempt);
    try {
      const answer = await exchange(attempt);
      localStorage.removeItem(KEY);
      return answer;
    } catch (error) {
      const decided = error.status > 0 && error.status < 500;
      if (decided) localStorage.removeItem(KEY);
      throw error;
    }
  });
}
