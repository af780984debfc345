import assert from "node:assert/strict";
import test from "node:test";

import { Keyboard } from "../../webui/js/components/keyboard.js";
import { ignoreRepeats } from "../../webui/js/lib/repeats.js";

function setUp(sides) {
  const [steered, told] = [[], []];
  const target = new EventTarget();
  const onSteer = (...steer) => steered.push(steer);
  const keyboard = new Keyboard({ sides: () => sides, onSteer, onRelease: () => told.push("release") });
  const stop = keyboard.start(target);
  const key = (type, code, more) => {
    const event = Object.assign(new Event(type, { cancelable: true }), { code, ...more });
    target.dispatchEvent(event);
    return event;
  };
  return { steered, target, keyboard, told, stop, key };
}

test("of two keys held the newest steers, then the other again", () => {
  const { steered, key } = setUp([-1]);
  key("keydown", "KeyW");
  key("keydown", "ArrowDown");
  key("keydown", "ArrowDown", { repeat: true });
  key("keyup", "ArrowDown");
  key("keyup", "KeyW");
  assert.deepEqual(steered, [[-1, -1], [-1, 1], [-1, -1], [-1, 0]]);
});

test("with two seats each pair of keys has its own paddle", () => {
  const { steered, key } = setUp([-1, 1]);
  key("keydown", "KeyS");
  key("keydown", "ArrowUp");
  key("keyup", "KeyS");
  assert.deepEqual(steered, [[-1, 1], [1, -1], [-1, 0]]);
});

test("the arrows of the number pad steer with NumLock on and off, and do not scroll", () => {
  const { steered, key } = setUp([-1, 1]);
  assert.ok(key("keydown", "Numpad8", { key: "8" }).defaultPrevented);
  key("keyup", "Numpad8", { key: "ArrowUp" }); // Shift or NumLock came in between
  key("keydown", "Numpad2", { key: "ArrowDown" });
  assert.deepEqual(steered, [[1, -1], [1, 0], [1, 1]]);
});

test("W and S count by their place, whatever is printed on them", () => {
  const { steered, key } = setUp([-1]);
  key("keydown", "KeyW", { key: "z" });
  key("keyup", "KeyW", { key: "z" });
  key("keydown", "KeyZ", { key: "w" });
  assert.deepEqual(steered, [[-1, -1], [-1, 0]]);
});

test("a direction is held without a key until another or none is", () => {
  const { steered, key, keyboard } = setUp([-1, 1]);
  keyboard.hold(1, 1);
  keyboard.hold(1, -1);
  key("keydown", "KeyW");
  keyboard.hold(1, 0);
  assert.deepEqual(steered, [[1, 1], [1, -1], [-1, -1], [1, 0]]);
});

test("whoever holds a direction is told when all are released", () => {
  const { steered, target, keyboard, told } = setUp([1]);
  keyboard.hold(1, 1);
  target.dispatchEvent(new Event("blur"));
  assert.deepEqual(steered, [[1, 1], [1, 0]]);
  assert.equal(told.length, 1);
});

test("when the window loses the focus, or the court stops, the keys are up", () => {
  const { steered, target, stop, key } = setUp([1]);
  key("keydown", "KeyW");
  target.dispatchEvent(new Event("blur"));
  key("keydown", "KeyS");
  stop();
  assert.deepEqual(steered, [[1, -1], [1, 0], [1, 1], [1, 0]]);
});

test("the arrows do not scroll; shortcuts and typing are left alone", () => {
  const { steered, key } = setUp([1]);
  assert.ok(key("keydown", "ArrowUp").defaultPrevented);
  assert.ok(!key("keydown", "KeyS", { ctrlKey: true }).defaultPrevented);
  assert.deepEqual(steered, [[1, -1]]);
});

for (const type of ["blur", "pagehide", "freeze", "visibilitychange", "beforeprint", "compositionstart", "contextmenu", "dragstart"]) {
  test(`after ${type} the keys are up: nobody tells when they go up`, () => {
    const { steered, target, key } = setUp([1]);
    key("keydown", "KeyW");
    target.dispatchEvent(new Event(type));
    assert.deepEqual(steered, [[1, -1], [1, 0]]);
  });
}

test("a menu that was kept from opening lifts no key", () => {
  const { steered, target, key } = setUp([1]);
  key("keydown", "KeyW");
  const menu = new Event("contextmenu", { cancelable: true });
  menu.preventDefault();
  target.dispatchEvent(menu);
  assert.deepEqual(steered, [[1, -1]]);
});

for (const modifier of ["Meta", "OS", "Alt"]) {
  test(`while ${modifier} is held no key is told to go up: they are up at once`, () => {
    const { steered, key } = setUp([1]);
    key("keydown", "KeyW", { key: "w" });
    key("keydown", `${modifier}Left`, { key: modifier });
    key("keydown", "KeyS", { key: "s", metaKey: true });
    key("keyup", `${modifier}Left`, { key: modifier });
    key("keydown", "KeyS", { key: "s" });
    assert.deepEqual(steered, [[1, -1], [1, 0], [1, 1]]);
  });
}

test("a key that came with Cmd already held lifts the others", () => {
  const { steered, key } = setUp([1]);
  key("keydown", "KeyW", { key: "w" });
  key("keydown", "KeyK", { key: "k", metaKey: true });
  assert.deepEqual(steered, [[1, -1], [1, 0]]);
});

test("where one types the keys are up", () => {
  const { steered, target, key } = setUp([1]);
  key("keydown", "KeyW");
  const into = new Event("focusin");
  Object.defineProperty(into, "target", { value: { closest: () => true } });
  target.dispatchEvent(into);
  assert.deepEqual(steered, [[1, -1], [1, 0]]);
});

test("Enter that is held presses once", () => {
  const target = new EventTarget();
  ignoreRepeats(target);
  const enter = (repeat, element) => {
    const event = Object.assign(new Event("keydown", { cancelable: true }), { key: "Enter", repeat });
    if (element) Object.defineProperty(event, "target", { value: element });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };
  assert.deepEqual([enter(false), enter(true)], [false, true]);
  assert.equal(enter(true, { closest: () => ({}) }), false); // a text with lines
});
