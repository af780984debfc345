/** The router with a simulated history: addresses, Back and Forward, and the guard. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Router } from "../../webui/js/lib/router.js";

const ROUTES = { "/": "lobby", "/match/{id}": "match", "/match/{id}/result": "result" };
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** The parts of a browser that the router uses: `go` moves later, as in a real one. */
class Browser extends EventTarget {
  #at = 0;

  constructor(path) {
    super();
    this.entries = [{ state: null, path }];
  }

  get state() {
    return this.entries[this.#at].state;
  }

  get pathname() {
    return this.entries[this.#at].path;
  }

  pushState(state, _, path) {
    this.entries.splice(this.#at + 1, Infinity, { state, path });
    this.#at += 1;
  }

  replaceState(state, _, path = this.pathname) {
    this.entries[this.#at] = { state, path };
  }

  go(steps) {
    setImmediate(() => {
      this.#at += steps;
      this.dispatchEvent(Object.assign(new Event("popstate"), { state: this.state }));
    });
  }
}

let browser = null;
let shown = [];

function start(path, state = null) {
  browser = new Browser(path);
  browser.entries[0].state = state;
  Object.assign(globalThis, {
    window: browser, document: new EventTarget(), history: browser, location: browser, scrollY: 0,
    scrollTo: (_, y) => (globalThis.scrollY = y),
  });
  const router = new Router(ROUTES, ({ page, params }) => shown.push([page, ...Object.values(params)].join(" ")));
  router.start();
  return router;
}

async function back(steps = -1) {
  browser.go(steps);
  for (let turns = 0; turns < 6; turns += 1) await turn();
}

beforeEach(() => {
  shown = [];
});

test("a deep link shows its page, with the values of its braces", () => {
  start("/match/m%2081x/result");
  assert.deepEqual(shown, ["result m 81x"]);
});

test("an address nobody knows shows no page", () => {
  assert.equal(start("/").resolve("/match").page, undefined);
  assert.equal(start("/").resolve("/match/%").params.id, "%");
});

test("going, Back and Forward", async () => {
  const router = start("/");
  await router.go("/match/a");
  await back();
  await back(1);
  assert.deepEqual(shown, ["lobby", "match a", "lobby", "match a"]);
});

test("replacing leaves no entry behind", async () => {
  const router = start("/");
  await router.go("/match/a");
  await router.go("/match/a/result", { replace: true });
  assert.equal(browser.entries.length, 2);
  await back();
  assert.deepEqual(shown, ["lobby", "match a", "result a", "lobby"]);
});

test("a guard that objects keeps page and address, by link and by Back", async () => {
  const router = start("/");
  await router.go("/match/a");
  router.guard = () => false;
  await router.go("/");
  await back();
  assert.deepEqual(shown, ["lobby", "match a"]);
  assert.equal(browser.pathname, "/match/a");
});

test("while the guard thinks the address stays, and then Back goes on", async () => {
  const router = start("/");
  await router.go("/match/a");
  let decide = null;
  let asked = 0;
  router.guard = () => {
    asked += 1;
    return new Promise((resolve) => (decide = resolve));
  };
  await back();
  assert.equal(browser.pathname, "/match/a");
  await back(); // pressed again meanwhile: there is only one question
  assert.equal(asked, 1);
  router.guard = null;
  decide(true);
  await back(0);
  assert.equal(browser.pathname, "/");
  assert.deepEqual(shown.at(-1), "lobby");
});

test("Back closes what covers the page, and the page stays as it is", async () => {
  const router = start("/");
  await router.go("/match/a");
  let closed = 0;
  router.cover(() => (closed += 1));
  await back();
  assert.equal(closed, 1);
  await back(1); // Forward: what was closed stays closed
  assert.deepEqual([shown, browser.pathname], [["lobby", "match a"], "/match/a"]);
  await back();
  assert.deepEqual(shown.at(-1), "lobby");
});

test("what closes by itself leaves no entry behind", async () => {
  const router = start("/");
  await router.go("/match/a");
  const uncover = router.cover(() => {});
  await uncover();
  assert.deepEqual(shown, ["lobby", "match a"]);
  await back();
  assert.deepEqual(shown.at(-1), "lobby");
});

test("going elsewhere closes what covers the page first", async () => {
  const router = start("/");
  let closed = 0;
  router.cover(() => (closed += 1));
  await router.go("/match/a");
  assert.deepEqual([closed, shown], [1, ["lobby", "match a"]]);
  await back();
  assert.deepEqual(shown.at(-1), "lobby");
});

test("Back says no to a question about leaving", async () => {
  const router = start("/");
  await router.go("/match/a");
  let answered = false;
  const answer = (resolve) => () => resolve(!(answered = true));
  router.guard = () => new Promise((resolve) => router.cover(answer(resolve)));
  await back();
  assert.equal(answered, false);
  await back(); // while it asks
  assert.equal(answered, true);
  assert.deepEqual([shown, browser.pathname], [["lobby", "match a"], "/match/a"]);
  router.guard = null;
  await back();
  assert.deepEqual(shown.at(-1), "lobby");
});

test("a reload under something that covered the page shows the page, one step back", async () => {
  browser = null;
  const router = start("/", { index: 0 });
  await router.go("/match/a");
  router.cover(() => {});
  const { entries } = browser;
  shown = [];
  const again = new Router(ROUTES, ({ page, params }) => shown.push([page, ...Object.values(params)].join(" ")));
  again.start();
  for (let turns = 0; turns < 6; turns += 1) await turn();
  assert.equal(shown.at(-1), "match a");
  assert.equal(entries.length, 3);
});

test("Back and a reload find what a page has kept, and where it was scrolled to", async () => {
  const router = start("/");
  await router.go("/match/a");
  router.keep({ matches: 20 });
  scrollTo(0, 300);
  document.dispatchEvent(new Event("scrollend"));
  await router.go("/match/a/result");
  assert.deepEqual([router.kept, scrollY], [null, 0]);
  await back();
  assert.deepEqual([router.kept, scrollY], [{ matches: 20 }, 300]);
  scrollTo(0, 0); // the page is shorter until it is filled
  document.dispatchEvent(new Event("scrollend"));
  router.scroll();
  document.dispatchEvent(new Event("scrollend"));
  const again = new Router(ROUTES, () => {});
  again.start();
  assert.deepEqual([again.kept, scrollY], [{ matches: 20 }, 300]);
});

test("after Back the page is told what had the focus when it was left, and only then", async () => {
  const told = [];
  start("/");
  const link = { tagName: "A", tabIndex: 0, getAttribute: () => "/match/a" };
  Object.assign(document, { activeElement: link, querySelectorAll: () => [link] });
  const router = new Router(ROUTES, ({ focus }) => told.push(focus));
  router.start();
  await router.go("/match/a");
  document.activeElement = null;
  await back();
  router.refresh();
  assert.deepEqual(told, [null, null, { tag: "A", label: "/match/a", place: 0 }, null]);
});
