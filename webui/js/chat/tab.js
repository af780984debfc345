/** A name for this tab of the browser, which it keeps over reloads. */

const KEY = "rally.tab";
let own = null;

export function nameOfTab() {
  own ??= kept() ?? Math.random().toString(36).slice(2);
  try {
    sessionStorage.setItem(KEY, own);
  } catch {
    // the storage is blocked: the name lasts as long as the page
  }
  return own;
}

function kept() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
