import assert from "node:assert/strict";
import test from "node:test";

import { Keyboard } from "../../webui/js/components/keyboard.js";

function setUp(sides) {
  const steered = [];
  const target = new EventTarget();
  const keyboard = new Keyboard({ sides: () => sides, onSteer: (...steer) => steered.push(steer) });
  const stop = keyboard.start(target);
  const key = (type, code, more) => {
    const event = Object.assign(new Event(type, { cancelable: true }), { code, ...more });
    target.dispatchEvent(event);
    return event;
  };
  return { steered, target, stop, key };
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
