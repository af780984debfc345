/** Dark or light: what the system prefers, until the player says otherwise. */

const KEY = "rally.theme";

/** Apply the remembered choice; without one the system's preference holds. */
export function applyTheme() {
  const chosen = localStorage.getItem(KEY);
  if (chosen) document.documentElement.dataset.theme = chosen;
}

/** "dark" or "light", as it is shown now. */
export function currentTheme() {
  return document.documentElement.dataset.theme ?? systemTheme();
}

/** Change to the other one. A choice equal to the system's is forgotten, so as to follow it again. */
export function switchTheme() {
  const next = currentTheme() === "dark" ? "light" : "dark";
  if (next === systemTheme()) {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(KEY, next);
    document.documentElement.dataset.theme = next;
  }
}

function systemTheme() {
  return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
}
