import assert from "node:assert/strict";
import test from "node:test";

import { Store } from "../../webui/js/lib/store.js";
import { Session } from "../../webui/js/net/session.js";
import { World } from "./world.js";

test("one tab too many says so and asks again after a minute, not before", () => {
  const world = new World();
  const store = new Store({});
  new Session({ url: () => "ws://rally/ws", store, world }).connect();
  world.socket.open();
  world.socket.end(4429);
  for (let minute = 1; minute < 4; minute++) {
    assert.equal(store.state.connection.status, "waiting");
    assert.equal(store.state.connection.closeCode, 4429);
    world.pass(59_000);
    assert.equal(world.sockets.length, minute);
    world.pass(1000);
    assert.equal(world.sockets.length, minute + 1);
    world.socket.open();
    world.socket.receive({ t: "error", code: "too_many_sockets", detail: "close one" });
    world.socket.end(4429);
  }
});
