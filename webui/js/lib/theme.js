/** Dark or light: what the system prefers, until the player says otherwise. */

import { recall, remember } from "./storage.js";

const KEY = "rally.theme";

/** Apply the remembered choice; without one the system's preference holds. */
export function applyTheme() {
  const chosen = recall(KEY);
  if (chosen) document.documentElement.dataset.theme = chosen;
}

/** "dark" or "light", as it is shown now. */
export function currentTheme() {
  return document.documentElement.dataset.theme ?? systemTheme();
}

/**
 * Change to the other one; false if the browser will not remember it. A choice equal to the system's
 * is forgotten, so as to follow it again.
 */
export function switchTheme() {
  const next = currentTheme() === "dark" ? "light" : "dark";
  if (next === systemTheme()) {
    delete document.documentElement.dataset.theme;
    return remember(KEY, null);
  }
  document.documentElement.dataset.theme = next;
  return remember(KEY, next);
}

function systemTheme() {
  return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
}
