/**
 * What the browser remembers for this site. If it keeps nothing (storage is blocked or full), the
 * page itself remembers it until it is closed.
 */

const own = new Map();

/** The text under a key, or null. */
export function recall(key) {
  if (own.has(key)) return own.get(key);
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // SecurityError: the person has blocked it
  }
}

/** Keep a text under a key; null removes it. Returns false if only this page remembers it. */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    own.delete(key);
    return true;
  } catch {
    own.set(key, value);
    return false;
  }
}

/** All keys that begin so, here or in the browser. */
export function keysFrom(prefix) {
  return [...new Set([...own.keys(), ...kept()])].filter((key) => key.startsWith(prefix) && recall(key) !== null);
}

function kept() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
