/** What this tab remembers over addresses of other sites. If the browser keeps nothing, it is lost with the page. */

/** The text under a key, or null. */
export function remembered(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null; // SecurityError: the person has blocked it
  }
}

/** Keep a text under a key. */
export function rememberHere(key, text) {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // blocked or full: the way back leads to the lobby
  }
}
