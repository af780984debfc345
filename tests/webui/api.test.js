/** Tokens on the page: they are kept in memory and renewed when needed, by one exchange at a time. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Api } from "../../webui/js/net/api.js";

const ADA = { id: "p1", name: "Ada", guest: true };

/** The parts of a browser that are needed: storage, locks, and a server that answers as the test says. */
class Browser {
  constructor() {
    this.stored = new Map();
    this.asked = [];
    this.answers = [];
    this.turn = Promise.resolve();
    const value = {
      getItem: (key) => this.stored.get(key) ?? null,
      setItem: (key, text) => this.stored.set(key, text),
      removeItem: (key) => this.stored.delete(key),
    };
    Object.defineProperty(globalThis, "localStorage", { value, configurable: true });
    const request = (_, work) => (this.turn = this.turn.catch(() => {}).then(work));
    Object.defineProperty(globalThis, "navigator", { value: { locks: { request } }, configurable: true });
    globalThis.fetch = async (url, options) => {
      this.asked.push({ url, ...options, body: readBody(options.body) });
      const answer = this.answers.shift();
      if (answer instanceof Error) throw answer;
      const [status, body] = answer;
      return { ok: status < 300, status, json: async () => body, headers: new Headers() };
    };
  }

  get attempts() {
    return this.asked.filter(({ url }) => url.endsWith("/refresh")).map(({ body }) => body.attempt);
  }
}

const readBody = (body) => (typeof body === "string" ? JSON.parse(body) : body);
const signedIn = (token) => [200, { player: ADA, access_token: token, expires_in: 600 }];
const nobody = [401, { type: "urn:rally:problem:not_signed_in" }];
const visitor = [200, { player: null }];
const lost = () => new TypeError("Failed to fetch");
const authorizations = ({ asked }) => asked.map(({ headers }) => headers?.Authorization);

let browser;
beforeEach(() => {
  browser = new Browser();
});

test("signing in shows the token with every request after it", async () => {
  browser.answers = [signedIn("t1"), [200, { id: "m1" }]];
  const api = new Api();
  assert.deepEqual(await api.guest("Ada"), ADA);
  await api.match("m1");
  assert.deepEqual(authorizations(browser), [undefined, "Bearer t1"]);
  assert.equal([...browser.stored.values()].join().includes("t1"), false);
});

test("the socket is where signing in says, which may change with each exchange", async () => {
  const at = (socket) => [200, { ...signedIn("t1")[1], socket }];
  browser.answers = [at("/ws?node=a"), at("/ws?node=b"), signedIn("t3")];
  const api = new Api();
  assert.equal(api.socket, "/ws");
  await api.guest("Ada");
  assert.equal(api.socket, "/ws?node=a");
  await api.resume();
  assert.equal(api.socket, "/ws?node=b");
  await api.resume(); // a node of an older release says nothing of it
  assert.equal(api.socket, "/ws");
});

test("a token that has had its time is renewed and the request repeated", async () => {
  browser.answers = [signedIn("t1"), nobody, signedIn("t2"), [200, { id: "m1" }]];
  const api = new Api();
  await api.guest("Ada");
  assert.deepEqual(await api.match("m1"), { id: "m1" });
  assert.equal(authorizations(browser).at(-1), "Bearer t2");
});

test("nobody is signed in: null, and a request is refused once", async () => {
  browser.answers = [nobody, nobody, nobody];
  const api = new Api();
  assert.equal(await api.resume(), null);
  await assert.rejects(api.ask("GET", "/me"), { status: 401 });
  assert.equal(browser.asked.length, 3);
});

test("an exchange whose answer was lost is repeated under the same name, by another page too", async () => {
  browser.answers = [lost(), [503, {}], signedIn("t1"), signedIn("t2")];
  await assert.rejects(new Api().resume(), { status: 0 });
  await assert.rejects(new Api().resume(), { status: 503 });
  assert.deepEqual(await new Api().resume(), ADA);
  await new Api().resume();
  const [first, second, third, next] = browser.attempts;
  assert.deepEqual([second, third], [first, first]);
  assert.notEqual(next, first);
  assert.ok(first.length >= 8 && first.length <= 64);
});

test("a refused exchange is over", async () => {
  browser.answers = [nobody, signedIn("t1")];
  const api = new Api();
  await api.resume();
  await api.resume();
  assert.notEqual(browser.attempts[0], browser.attempts[1]);
});

test("without a cookie nobody is signed in, and the exchange is over", async () => {
  browser.answers = [signedIn("t1"), visitor, visitor, [200, {}]];
  const api = new Api();
  await api.resume();
  assert.equal(await api.resume(), null);
  assert.equal(api.refusal, "not_signed_in");
  assert.equal(await api.resume(), null);
  await api.ask("GET", "/me");
  const [first, second, third] = browser.asked.map(({ body }) => body);
  assert.equal(second.last, first.attempt);
  assert.notEqual(third.attempt, second.attempt);
  assert.equal(third.last, undefined);
  assert.equal(authorizations(browser).at(-1), undefined);
});

test("pages take turns", async () => {
  let running = 0;
  const answer = globalThis.fetch;
  globalThis.fetch = async (...question) => {
    running += 1;
    assert.equal(running, 1);
    await new Promise((done) => setTimeout(done, 1));
    running -= 1;
    return answer(...question);
  };
  browser.answers = [signedIn("t1"), signedIn("t2"), signedIn("t3")];
  await Promise.all([new Api().resume(), new Api().resume(), new Api().resume()]);
  assert.equal(new Set(browser.attempts).size, 3);
});

test("a refusal names every field at fault", async () => {
  const errors = [{ field: "name", rule: "short", detail: "…", limit: 3 }];
  browser.answers = [[422, { detail: "…", errors }]];
  await assert.rejects(new Api().register({ name: "a" }), { status: 422, errors });
});

test("an exchange shows the name of the last that was answered", async () => {
  browser.answers = [signedIn("t1"), lost(), signedIn("t2"), nobody, signedIn("t3")];
  const api = new Api();
  for (let round = 0; round < 5; round += 1) await api.resume().catch(() => {});
  const [first, second, again, third, fresh] = browser.asked.map(({ body }) => body);
  assert.equal(first.last, undefined);
  assert.deepEqual([second.last, again], [first.attempt, second]);
  assert.equal(third.last, second.attempt);
  assert.equal(fresh.last, undefined); // the sign-in before is over
});

test("only the server itself says that nobody is signed in", async () => {
  const page = [200, null];
  const odd = [[401, null], [401, { type: "about:blank" }], [403, {}], [404, null], [429, {}], page, [200, {}], lost()];
  for (const answer of odd) {
    browser.answers = [answer];
    await assert.rejects(new Api().resume());
  }
  const names = new Set(browser.attempts);
  assert.equal(names.size, 1); // the server has decided nothing, so it is still the same exchange
  browser.answers = [[401, { type: "urn:rally:problem:session_ended" }]];
  const api = new Api();
  assert.equal(await api.resume(), null);
  assert.equal(api.refusal, "session_ended");
});

test("whatever changes the cookie waits for its turn, and an exchange on its way is no deadlock", async () => {
  browser.answers = [signedIn("t1"), nobody, signedIn("t2"), [204, null], [200, {}]];
  const api = new Api();
  const order = [];
  const hold = navigator.locks.request("x", () => new Promise((done) => setTimeout(done, 5)));
  await Promise.all([hold.then(() => order.push("held")), api.guest("Ada").then(() => order.push("guest"))]);
  assert.deepEqual(order, ["held", "guest"]);
  await api.leave("DELETE", "/sessions"); // refused, renewed, done
  assert.equal(authorizations(browser).at(-1), "Bearer t2");
  await api.logout();
});

for (const [name, wreck] of Object.entries({
  "storage that is blocked": () => Object.defineProperty(globalThis, "localStorage", {
    get: () => { throw new DOMException("blocked", "SecurityError"); }, configurable: true,
  }),
  "storage that is full": () => {
    localStorage.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
  },
  "no locks": () => Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true }),
  "locks that are blocked": () => {
    navigator.locks.request = async () => { throw new DOMException("blocked", "SecurityError"); };
  },
})) {
  test(`signing in works with ${name}`, async () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
    wreck();
    try {
      browser.answers = [signedIn("t1"), lost(), signedIn("t2"), nobody];
      const api = new Api();
      assert.deepEqual(await api.guest("Ada"), ADA);
      await assert.rejects(api.resume(), { status: 0 });
      assert.deepEqual(await api.resume(), ADA);
      assert.equal(browser.attempts[0], browser.attempts[1]);
      assert.equal(await api.resume(), null);
    } finally {
      Object.defineProperty(globalThis, "localStorage", before);
    }
  });
}

test("a failure of the work in turn is not tried once more", async () => {
  browser.answers = [lost(), signedIn("t1")];
  await assert.rejects(new Api().guest("Ada"), { status: 0 });
  assert.equal(browser.asked.length, 1);
});

test("while the way to the server is lost, nothing is sent that changes something", async () => {
  const api = new Api({ isCutOff: () => true });
  await assert.rejects(api.ask("PUT", "/friends/b"), { status: 0, code: "offline" });
  await assert.rejects(api.leave("DELETE", "/sessions"), { code: "offline" });
  assert.deepEqual(browser.asked, []);
  browser.answers = [[200, { friends: [] }]];
  assert.deepEqual(await api.ask("GET", "/friends"), { friends: [] });
});

test("what has no answer in time may have been done: only reading it was surely not", async () => {
  const timeout = AbortSignal.timeout;
  AbortSignal.timeout = () => AbortSignal.abort();
  const api = new Api();
  browser.answers = [lost(), lost(), lost()];
  await assert.rejects(api.ask("PUT", "/blocks/b"), { status: 0, code: "unanswered" });
  await assert.rejects(api.ask("GET", "/blocks"), { status: 0, code: "" });
  await assert.rejects(api.ask("PUT", "/profile/avatar", new Blob(["a"])), { code: "" }, "a file may take its time");
  AbortSignal.timeout = timeout;
});

test("a page of some proxy is no answer", async () => {
  browser.answers = [[200, null], [204, null]];
  const api = new Api();
  await assert.rejects(api.ask("GET", "/profile"), { status: 0 });
  assert.equal(await api.ask("DELETE", "/blocks/b"), null);
});
