/** Dark or light: as the system prefers, until the player chooses. */

import { recall, remember } from "./storage.js";

const KEY = "rally.theme";

/** Apply the remembered choice; without one, the system's preference counts. */
export function applyTheme() {
  const chosen = recall(KEY);
  if (chosen) document.documentElement.dataset.theme = chosen;
}

/** "dark" or "light", as it is shown now. */
export function currentTheme() {
  return document.documentElement.dataset.theme ?? systemTheme();
}

/**
 * Switch to the other one; returns false if the browser will not remember it. A choice that equals the
 * system's preference is forgotten, so that the page follows the system again.
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
