/** What the painter asks of the canvas: a frame must stay cheap, and leave nothing of the frame before. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Painter } from "../../webui/js/components/painter.js";

const [WIDTH, HEIGHT] = [1280, 720];
const SCALE = WIDTH / 32;

/** A context that notes what it is asked for: `done` has [name, ...arguments] of each call. */
function noting() {
  const done = [];
  const own = { done };
  return new Proxy(own, {
    get: (_, name) => own[name] ?? ((...given) => {
      done.push([name, ...given]);
      return { addColorStop: (_at, colour) => done.push(["colour", colour]) };
    }),
    set: (_, name, value) => done.push([name, value]),
  });
}

class Canvas {
  context = noting();
  style = { color: "" };

  getContext(kind, options) {
    this.asked = [kind, options];
    return this.context;
  }

  getBoundingClientRect() {
    return { width: WIDTH, height: HEIGHT };
  }

  /** What was asked since the last call. */
  take() {
    return this.context.done.splice(0);
  }
}

let canvas;
let colours;
let floor;
let painter;
beforeEach(() => {
  colours = {};
  globalThis.devicePixelRatio = 1;
  globalThis.OffscreenCanvas = class extends Canvas {
    constructor() {
      super();
      floor = this;
    }
  };
  globalThis.getComputedStyle = ({ style }) => ({
    get color() {
      const [, name, otherwise] = style.color.match(/^var\((.+), (.+)\)$/);
      return colours[name] ?? otherwise;
    },
  });
  canvas = new Canvas();
  painter = new Painter(canvas);
  painter.fit();
  canvas.take();
});

const AT = { calm: false, hidden: false };
const picture = (x = 3, more = {}) => ({
  ball: { x, y: 1 },
  trail: [{ x, y: 1, age: 0 }, { x: x - 1, y: 0, age: 0.06 }, { x: x - 2, y: 1, age: 0.12 }],
  paddles: [-2, 7.5],
  ...more,
});
const named = (calls, name) => calls.filter(([called]) => called === name);

/** The corners, in pixels, of everything in `calls` that leaves a mark on the court. */
function marks(calls) {
  const corners = calls.flatMap(([name, x, y, one, two]) => {
    if (name === "fillRect") return [[x, y], [x + one, y + two]];
    if (name === "arc") return [[x - one, y - one], [x + one, y + one]];
    return name === "lineTo" || name === "moveTo" ? [[x, y]] : [];
  });
  return corners.map(([x, y]) => [WIDTH / 2 + x * SCALE, HEIGHT / 2 + y * SCALE]);
}

test("a gate is drawn where it stands at the moment, and is put back", () => {
  painter.furnish({ map: "gate", paddle: "large" });
  canvas.take();
  painter.paint(picture(3, { moment: 1.5 }), AT);
  const [upper, lower, left] = named(canvas.take(), "fillRect");
  assert.deepEqual(upper, ["fillRect", -0.25, -6.5, 0.5, 3]);
  assert.deepEqual(lower, ["fillRect", -0.25, 3.5, 0.5, 3]);
  assert.equal(left.at(-1), 4.5, "the whole length of the paddle");
  painter.paint(null, AT);
  const pieces = named(canvas.take(), "drawImage").map(([, , ...piece]) => piece);
  for (const y of [-6.5, 6.5]) {
    const at = HEIGHT / 2 + y * SCALE;
    assert.ok(pieces.some(([x, top, wide, high]) => x < WIDTH / 2 && x + wide > WIDTH / 2 && top <= at && at <= top + high));
  }
});

test("what stands on the map is part of the floor", () => {
  floor.take();
  painter.furnish({ map: "funnel", paddle: "classic" });
  assert.equal(named(floor.take(), "fillRect").filter(([, x]) => [-6, -4, -2].includes(x)).length, 6 + 1);
});

test("a frame puts back all that the frame before has covered, and little else", () => {
  for (const x of [3, -13, 14.9, 16.1, 20]) {
    painter.paint(picture(x), AT);
    const before = marks(canvas.take());
    painter.paint(picture(), AT);
    const pieces = named(canvas.take(), "drawImage").map(([, image, ...piece]) => {
      assert.equal(image, floor);
      assert.deepEqual(piece.slice(0, 4), piece.slice(4));
      return piece.slice(0, 4);
    });
    assert.ok(pieces.every((numbers) => numbers.every(Number.isInteger)));
    for (const [px, py] of before) {
      if (px < 0 || px > WIDTH || py < 0 || py > HEIGHT) continue;
      const inside = pieces.some(([left, top, wide, high]) =>
        px > left - 1 && px < left + wide + 1 && py > top - 1 && py < top + high + 1);
      assert.ok(inside, `${px}, ${py} with the ball at ${x}`);
    }
    const area = pieces.reduce((sum, [, , wide, high]) => sum + wide * high, 0);
    assert.ok(area < 0.04 * WIDTH * HEIGHT, `${area} pixels`);
    painter.fit();
    canvas.take();
  }
});

test("a frame is a few calls, without lines, gradients or shadows", () => {
  painter.paint(picture(), AT);
  canvas.take();
  painter.paint(picture(4), AT);
  const calls = canvas.take();
  assert.ok(calls.length < 45, `${calls.length} calls`);
  for (const name of ["stroke", "strokeRect", "createRadialGradient", "shadowBlur", "filter"]) {
    assert.deepEqual(named(calls, name), []);
  }
  assert.equal(named(calls, "drawImage").length, 4);
  assert.equal(named(calls, "fill").length, 2);
});

test("nothing shines through the canvas", () => {
  assert.deepEqual(canvas.asked, ["2d", { alpha: false }]);
});

test("the trail is one shape that tapers from the ball to a point", () => {
  painter.paint(picture(), AT);
  const calls = canvas.take();
  const radii = named(calls, "arc").map(([, , , radius]) => radius);
  assert.deepEqual(radii, [0.25, 0.125, 0.25]); // the trail at both its corners, then the ball
  assert.deepEqual(calls.filter(([name]) => name === "fill" || name === "beginPath").map(([name]) => name), [
    "beginPath", "fill", "beginPath", "fill",
  ]);
  const tip = named(calls, "lineTo").slice(-3, -1).map(([, x, y]) => [x, y]);
  assert.deepEqual(tip, [[1, 1], [1, 1]]);
});

test("a calm picture has no trail, a hidden ball neither, and a standing ball has none to draw", () => {
  painter.paint(picture(), { calm: true, hidden: false });
  assert.equal(named(canvas.take(), "arc").length, 1);
  painter.paint(picture(), { calm: false, hidden: true });
  assert.equal(named(canvas.take(), "arc").length, 0);
  painter.paint(picture(0, { trail: [{ x: 0, y: 0, age: 0 }] }), AT);
  assert.equal(named(canvas.take(), "arc").length, 1);
});

test("each fit takes the colours anew, for the floor and its lines too", () => {
  colours = { "--court-line": "white", "--court-light": "black", "--ball": "yellow" };
  painter.fit();
  const drawn = floor.take();
  assert.ok(named(drawn, "strokeStyle").some(([, colour]) => colour === "white"));
  assert.ok(named(drawn, "colour").some(([, colour]) => colour === "black"));
  painter.paint(picture(), AT);
  assert.ok(named(canvas.take(), "fillStyle").some(([, colour]) => colour === "yellow"));
  assert.equal(canvas.style.color, "");
});
