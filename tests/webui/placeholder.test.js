/** Loading, empty and failed are three different things: none is said in place of another. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Loading } from "../../webui/js/components/loading.js";
import { Placeholder } from "../../webui/js/components/placeholder.js";
import { Rows } from "../../webui/js/components/rows.js";
import { h } from "../../webui/js/lib/dom.js";
import { Component } from "../../webui/js/lib/component.js";
import { ApiError } from "../../webui/js/net/api.js";
import { newDocument, shown, textIn } from "./dom.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  newDocument();
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => mock.timers.reset());

function place() {
  const empty = h("p", {}, "Nobody.");
  return shown(new Placeholder({ waiting: "Loading…", empty }));
}

test("a fast answer has no word before it; a slow one says that it is being loaded, and no more", () => {
  const part = place();
  part.show("loading");
  assert.equal(textIn(part.element), "");
  mock.timers.tick(299);
  assert.equal(textIn(part.element), "");
  mock.timers.tick(1);
  assert.equal(textIn(part.element), "Loading…");
  part.show("empty");
  assert.equal(textIn(part.element), "Nobody.");
});

test("what comes in time is never overtaken by the word that it is loaded", () => {
  const part = place();
  part.show("loading");
  part.show("ready");
  mock.timers.tick(1000);
  assert.ok(part.element.hidden);
});

test("an empty list that is read again stays, unless that takes long", () => {
  const part = place();
  part.show("empty");
  part.show("loading");
  assert.equal(textIn(part.element), "Nobody.");
  mock.timers.tick(300);
  assert.equal(textIn(part.element), "Loading…");
});

test("a failure says so, and stays while it is tried again in silence", () => {
  const part = place();
  part.show("failed", { text: "No.", again: () => {} });
  assert.equal(textIn(part.element), "No. Try again");
  part.show("loading");
  mock.timers.tick(1000);
  assert.equal(textIn(part.element), "No. Try again");
});

test("the button tries again, keeps the focus while it fails, and hands it on when it is gone", async () => {
  const part = place();
  let fails = true;
  const again = async () => part.show(fails ? "failed" : "ready", { text: "No.", again });
  part.show("failed", { text: "No.", again });
  part.button.focus();
  part.button.click();
  assert.equal(part.button.getAttribute("aria-busy"), "true");
  await turn();
  assert.equal(part.button.getAttribute("aria-busy"), null);
  assert.equal(document.activeElement, part.button);
  fails = false;
  part.button.click();
  await turn();
  assert.equal(document.activeElement.tagName, "H2");
});

class Row extends Component {
  build() {
    return h("li", {}, this.props.name);
  }
}

function list() {
  const empty = h("p", {}, "Nobody.");
  return shown(new Rows({ key: (name) => name, row: (name) => new Row({ name }), label: "People", waiting: "Loading…", empty }));
}

test("a list says nothing before it is known", () => {
  const rows = list();
  rows.miss("loading");
  assert.equal(textIn(rows.element), "");
  rows.show([]);
  assert.equal(textIn(rows.element), "Nobody.");
  rows.show(["Ada"]);
  assert.equal(textIn(rows.element), "Ada");
});

test("lines that are shown stay while the list is read again, and when that fails", () => {
  const rows = list();
  rows.show(["Ada"]);
  rows.miss("loading");
  mock.timers.tick(1000);
  assert.equal(textIn(rows.element), "Ada");
  rows.miss("failed", { text: "No.", again: () => {} });
  assert.equal(textIn(rows.element), "Ada No. Try again");
  rows.show(["Ada", "Bob"]);
  assert.equal(textIn(rows.element), "Ada Bob");
});

async function load(answers) {
  const handlers = {};
  const session = { on: (type, handler) => (handlers[type] = handler) };
  const got = [];
  const ask = async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const part = shown(new Loading({ app: { session }, ask, show: (value) => got.push(value), waiting: "Loading…" }));
  await turn();
  return { got, handlers, part };
}

test("what was loaded is shown, even if it is nothing", async () => {
  const { got, part } = await load([null]);
  assert.deepEqual(got, [null]);
  assert.equal(textIn(part.element), "");
});

test("after a failure the next connection tries again, and later ones do not", async () => {
  const { got, handlers, part } = await load([new ApiError({ status: 503 }), "it", "twice"]);
  assert.match(textIn(part.element), /cannot do this just now.*Try again$/);
  handlers.welcome();
  await turn();
  handlers.welcome();
  await turn();
  assert.deepEqual(got, ["it"]);
  assert.equal(textIn(part.element), "");
});

test("an answer to a page that was left shows nothing", async () => {
  let answer = null;
  const got = [];
  const ask = () => new Promise((resolve) => (answer = resolve));
  const part = shown(new Loading({ app: { session: { on: () => () => {} } }, ask, show: (value) => got.push(value) }));
  part.stop();
  answer("late");
  await turn();
  assert.deepEqual(got, []);
});
