import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { Store } from "../../webui/js/lib/store.js";
import { Session } from "../../webui/js/net/session.js";
import { World } from "./world.js";

const MINUTE = 60_000;

/** What docs/protocol.md says about each close code, `[code, "come back?"]`, without the page's own codes. */
const CODES = readFileSync(new URL("../../docs/protocol.md", import.meta.url), "utf8")
  .split("| code | meaning | come back? |")[1]
  .split("\n\n")[0]
  .split("\n")
  .slice(2)
  .map((row) => row.split("|").map((cell) => cell.trim()))
  .filter(([, , meaning]) => meaning !== "closed by you")
  .flatMap(([, codes, , back]) => codes.split(", ").map((code) => [Number(code), back]));

/** A page that has its welcome, with its world and store. */
function page() {
  const world = new World();
  const store = new Store({});
  new Session({ url: () => "ws://rally/ws", store, world }).connect();
  welcome(world, "s1");
  return { world, store };
}

function welcome(world, session) {
  world.socket.open();
  world.socket.receive({ t: "welcome", session, resumed: false, player: { id: "p" }, now: 0, match: null });
}

test("the table of close codes is there", () => assert.ok(CODES.length > 10));

for (const [code, back] of CODES) {
  test(`after ${code} it comes back as the protocol says: ${back}`, () => {
    const { world, store } = page();
    world.socket.end(code);
    assert.equal(store.state.connection.closeCode, code);
    if (back.startsWith("no") || back.startsWith("refresh")) {
      world.pass(100 * MINUTE);
      assert.equal(world.sockets.length, 1);
      assert.equal(store.state.connection.status, "offline");
    } else if (back.startsWith("after a minute")) {
      world.pass(MINUTE - 1);
      assert.equal(world.sockets.length, 1);
      world.pass(1);
      assert.equal(world.sockets.length, 2);
    } else {
      assert.match(back, /^yes/);
      world.pass(2000);
      assert.equal(world.sockets.length, 2);
      world.socket.open();
      assert.deepEqual(world.socket.of("hello"), [{ t: "hello", session: "s1", last: 0 }]);
    }
  });
}

/** Answer as the server: let the page in if it `fits`, else say that there are too many. */
function answer({ world, fits }) {
  if (fits) return welcome(world, "s");
  world.socket.open();
  world.socket.receive({ t: "error", code: "too_many_sockets", detail: "close one" });
  world.socket.end(4429);
}

for (const tabs of [1, 20, 21, 40]) {
  test(`${tabs} tabs come to rest`, () => {
    const most = 20;
    const pages = Array.from({ length: tabs }, (_, number) => {
      const world = new World();
      const store = new Store({});
      new Session({ url: () => "ws://rally/ws", store, world }).connect();
      return { world, store, fits: number < most };
    });
    pages.forEach(answer);
    for (const { world, store, fits } of pages) {
      const said = [];
      store.subscribe((state) => state.connection.status, (status) => said.push(status));
      for (let second = 0; second < 59; second++) {
        if (fits) world.socket.receive({ t: "ping", at: 1 });
        world.pass(1000);
      }
      assert.equal(world.sockets.length, 1);
      assert.equal(store.state.connection.status, fits ? "online" : "waiting");
      assert.deepEqual(said, []);
    }
  });
}
