/** Watches the lobby while it is shown, and as long as the player waits there for somebody, on any page. */

export function watchLobby({ session, store }) {
  store.subscribe(isWanted, (on) => session.send({ t: "watch_lobby", on }));
}

function isWanted({ lobby, page, player }) {
  return Boolean(player && (page?.path === "/" || lobby?.queued || lobby?.hosting));
}
