/** A session with a world and a store of its own, and the first frames of a connection. */

import { Store } from "../../webui/js/lib/store.js";
import { Session } from "../../webui/js/net/session.js";
import { World } from "./world.js";

export const PLAYER = { id: "p1", name: "Ada", guest: true };

export function welcome(more) {
  return { t: "welcome", session: "s1", resumed: false, player: PLAYER, now: 0, match: null, ...more };
}

export function setUp() {
  const world = new World();
  const store = new Store({});
  const session = new Session({ url: () => "ws://rally/ws", store, world });
  return { world, store, session };
}

export function online() {
  const all = setUp();
  all.session.connect();
  all.world.socket.open();
  all.world.socket.receive(welcome());
  return all;
}
