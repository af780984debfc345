/** The focus goes back to where it was: after Back, after a notice; and a field keeps its caret. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Notices } from "../../webui/js/components/notices.js";
import { h } from "../../webui/js/lib/dom.js";
import { focusNamed, nameOf } from "../../webui/js/lib/focus_note.js";
import { newDocument, shown, textIn } from "./dom.js";

let body = null;
let observers = [];

beforeEach(() => {
  body = newDocument();
  observers = [];
  globalThis.MutationObserver = class {
    constructor(told) {
      this.changed = told;
    }

    observe() {
      observers.push(this);
    }

    disconnect() {
      observers = observers.filter((other) => other !== this);
    }
  };
});

/** A page with these links, after its heading. */
function page(...paths) {
  body.replaceChildren(h("h1", { tabindex: "-1" }, "Friends"), ...paths.map((path) => h("a", { href: path }, path)));
  return body.children;
}

function changed() {
  for (const observer of observers) observer.changed();
}

test("a link that was activated is found again on the page that was built anew", () => {
  const [, , second] = page("/a", "/b");
  second.focus();
  const name = nameOf(document.activeElement);
  const [, , again] = page("/a", "/b");
  focusNamed(name, body);
  assert.equal(document.activeElement, again);
});

test("of several that look alike it is the same one", () => {
  const [, , second] = page("/a", "/a");
  const name = nameOf(second);
  const [, , again] = page("/a", "/a");
  focusNamed(name, body);
  assert.equal(document.activeElement, again);
});

test("nothing that was activated has no name", () => {
  const [heading] = page("/a");
  assert.deepEqual([nameOf(body), nameOf(heading), nameOf(undefined)], [null, null, null]);
});

test("a page that fills later gives the focus then, and only once", () => {
  const [, link] = page("/a");
  const name = nameOf(link);
  const [heading] = page();
  heading.focus();
  focusNamed(name, body);
  changed();
  assert.equal(document.activeElement, heading);
  body.append(h("a", { href: "/a" }, "a"));
  changed();
  assert.equal(document.activeElement, body.children[1]);
  changed();
  assert.deepEqual(observers, []);
});

test("who has moved the focus meanwhile keeps it, and so does the next page", () => {
  const [, link] = page("/a");
  const name = nameOf(link);
  const [heading, other] = page("/b");
  heading.focus();
  const end = focusNamed(name, body);
  other.focus();
  body.append(h("a", { href: "/a" }, "a"));
  changed();
  assert.equal(document.activeElement, other);
  focusNamed({ ...name, place: 7 }, body);
  end();
  assert.equal(observers.length, 1);
});

function notices() {
  mock.timers.enable({ apis: ["setTimeout"] });
  return shown(new Notices());
}

test("a notice that is closed gives the focus back", () => {
  const part = notices();
  const before = h("button", {}, "Block");
  body.append(before);
  part.say({ text: "Blocked." });
  const [close] = part.element.querySelectorAll("button");
  part.element.dispatchEvent(Object.assign(new Event("focusin"), { relatedTarget: before }));
  close.focus();
  close.click();
  assert.equal(document.activeElement, before);
  mock.timers.reset();
});

test("a notice that lasts stays until it is closed, with its link", () => {
  const part = notices();
  part.say({ text: "You lost.", lasts: true, link: { text: "Result", href: "/match/m1/result" } });
  part.say({ text: "Blocked." });
  mock.timers.tick(60_000);
  assert.equal(textIn(part.element), "You lost. Result ×");
  mock.timers.reset();
});
