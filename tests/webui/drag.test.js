import assert from "node:assert/strict";
import test from "node:test";

import { Drag } from "../../webui/js/components/drag.js";

const FRAME = 1000 / 60;
const SPEED = 14;

/** A court of 320 x 180 px at (0, 0), so that a court unit is 10 px, and paddles that do as they are told. */
class Court extends EventTarget {
  steered = [];
  captured = [];
  paddles = [0, 0];
  ways = [0, 0];
  now = 0;

  constructor(sides = [-1]) {
    super();
    const hold = (side, direction) => {
      this.steered.push([side, direction]);
      this.ways[side < 0 ? 0 : 1] = direction;
    };
    this.drag = new Drag({ sides: () => sides, hold });
    this.stop = this.drag.start(this);
  }

  getBoundingClientRect() {
    return { left: 0, top: 0, width: 320, height: 180 };
  }

  setPointerCapture(id) {
    this.captured.push(id);
  }

  /** A finger does something; `x` and `y` are in court units. */
  finger(type, { id = 1, x = -8, y = 0, pointerType = "touch", button = 0 } = {}) {
    const event = new Event(type, { cancelable: true });
    const place = { clientX: (x + 16) * 10, clientY: (y + 9) * 10 };
    this.dispatchEvent(Object.assign(event, { pointerId: id, pointerType, button, ...place }));
    return event;
  }

  /** Let time pass, by frames of `length` ms; `each` is called before each frame. */
  pass(seconds, { length = FRAME, each = () => {} } = {}) {
    for (const end = this.now + seconds * 1000; this.now < end; this.now += length) {
      each(this.now);
      this.drag.follow(this.paddles, this.now);
      this.paddles = this.paddles.map((y, place) =>
        Math.min(7.5, Math.max(-7.5, y + (this.ways[place] * SPEED * length) / 1000)));
    }
  }
}

for (const frames of [144, 60, 26, 10]) {
  test(`the paddle goes to the finger and stands still there, at ${frames} frames a second`, () => {
    const court = new Court();
    court.finger("pointerdown", { y: 5 });
    court.pass(2, { length: 1000 / frames });
    assert.deepEqual(court.steered, [[-1, 1], [-1, 0]]);
    assert.ok(Math.abs(court.paddles[0] - 5) < 0.75);
    court.finger("pointermove", { y: -40 });
    court.pass(2, { length: 1000 / frames });
    assert.deepEqual(court.steered.slice(2), [[-1, -1], [-1, 0]]);
    assert.ok(court.paddles[0] < -6.75);
  });
}

test("a finger that trembles moves nothing", () => {
  const court = new Court();
  court.finger("pointerdown");
  court.pass(2, { each: (now) => court.finger("pointermove", { y: Math.sin(now) / 2 }) });
  assert.deepEqual(court.steered, []);
});

test("however wildly the finger moves, few changes are told", () => {
  const court = new Court([-1, 1]);
  court.finger("pointerdown", { id: 1, x: -5 });
  court.finger("pointerdown", { id: 2, x: 5 });
  const wild = (now) => {
    for (const id of [1, 2]) court.finger("pointermove", { id, y: Math.round(now) % 2 ? 9 : -9 });
  };
  court.pass(5, { each: wild, length: 7 });
  assert.ok(court.steered.length / 5 <= 40, `${court.steered.length / 5} a second`); // the server allows 60
});

for (const [name, release] of Object.entries({
  "is lifted or taken away by the browser": (court) => court.finger("lostpointercapture"),
  "counts no more, as the window has lost the focus": (court) => court.drag.lift(),
  "was on a court that is gone": (court) => court.stop(),
})) {
  test(`when the finger ${name}, the paddle stands at once`, () => {
    const court = new Court();
    court.finger("pointerdown", { y: 7 });
    court.pass(0.1);
    release(court);
    assert.deepEqual(court.steered, [[-1, 1], [-1, 0]]);
    court.finger("pointermove", { y: -7 });
    court.pass(1);
    assert.equal(court.steered.length, 2);
  });
}

test("of two fingers on one half the newer steers; when it leaves, the other goes on", () => {
  const court = new Court();
  court.finger("pointerdown", { id: 1, y: 7 });
  court.pass(0.2);
  court.finger("pointerdown", { id: 2, y: -7 });
  court.pass(0.4);
  court.finger("lostpointercapture", { id: 2 });
  court.pass(0.4);
  assert.deepEqual(court.steered, [[-1, 1], [-1, 0], [-1, -1], [-1, 0], [-1, 1]]);
  court.finger("lostpointercapture", { id: 1 });
  assert.deepEqual(court.steered.at(-1), [-1, 0]);
});

test("with two seats each half steers its own side", () => {
  const court = new Court([-1, 1]);
  court.finger("pointerdown", { id: 1, x: -1, y: 7 });
  court.finger("pointerdown", { id: 2, x: 1, y: -7 });
  court.pass(0.1);
  assert.deepEqual(court.steered, [[-1, 1], [1, -1]]);
});

test("the other half, a mouse and the second button of a pen do not steer", () => {
  const court = new Court([-1]);
  court.finger("pointerdown", { x: 3, y: 7 });
  court.finger("pointerdown", { pointerType: "mouse", y: 7 });
  court.finger("pointerdown", { pointerType: "pen", button: 2, y: 7 });
  court.pass(0.5);
  assert.deepEqual([court.steered, court.captured], [[], []]);
  assert.ok(!court.finger("contextmenu").defaultPrevented);
  court.finger("pointerdown", { pointerType: "pen", y: 7 });
  court.pass(0.1);
  assert.deepEqual([court.steered, court.captured], [[[-1, 1]], [1]]);
  assert.ok(court.finger("contextmenu").defaultPrevented); // a long press opens no menu
});
