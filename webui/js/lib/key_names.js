/** What the player's keyboard prints on the keys that steer by their place. */

const PLACES = { up: "KeyW", down: "KeyS" };

/**
 * Call `use({ up, down })` with the names: at once, as most keyboards print them, and again when the
 * browser knows the layout, if it tells (only Chrome, over TLS or on the loopback).
 */
export async function withKeyNames(use) {
  use(named(new Map()));
  const layout = await layoutMap();
  if (layout) use(named(layout));
}

async function layoutMap() {
  try {
    return await navigator.keyboard?.getLayoutMap();
  } catch {
    return null; // the page is in a frame of another site
  }
}

function named(layout) {
  const name = (code) => (layout.get(code) ?? code.slice(-1)).toUpperCase();
  return Object.fromEntries(Object.entries(PLACES).map(([way, code]) => [way, name(code)]));
}
