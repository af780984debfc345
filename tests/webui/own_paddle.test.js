import assert from "node:assert/strict";
import test from "node:test";

import { OwnPaddle } from "../../webui/js/game/own_paddle.js";
import { newPaddle, steer } from "../../webui/js/game/paddle.js";
import { dice } from "./simulation.js";

const REST = { since: 0, y: 0, direction: 0 };

test("an input about which the server is silent stands as it was sent", () => {
  const paddle = new OwnPaddle(REST, 1.5);
  paddle.press(1, 0.5, 500);
  paddle.press(0, 0.6, 600);
  assert.equal(paddle.at(1), 14 * (0.6 - 0.5));
});

test("the way it moves already is no input", () => {
  const paddle = new OwnPaddle(REST, 1.5);
  paddle.press(1, 0.5, 500);
  paddle.press(1, 0.7, 700);
  assert.equal(paddle.rules.segments.at(-1).since, 0.5);
});

test("a correction of one input leaves those before it and moves those after it", () => {
  const paddle = new OwnPaddle(REST, 1.5);
  paddle.press(1, 0.5, 500);
  paddle.press(-1, 0.6, 600);
  paddle.press(0, 0.7, 700);
  const y = 14 * (0.65 - 0.5);
  paddle.moved({ since: 0.65, y, direction: -1 }, 600);
  assert.deepEqual(paddle.rules.segments.at(-1), { since: 0.7, y: y + -14 * (0.7 - 0.65), direction: 0 });
  assert.equal(paddle.at(0.55), 14 * (0.55 - 0.5));
});

test("the referee's own doing, with no input to answer, counts as it is told", () => {
  const paddle = new OwnPaddle(REST, 1.5);
  paddle.press(1, 0.5, 500);
  paddle.moved({ since: 0.8, y: 14 * (0.8 - 0.5), direction: 0 });
  assert.equal(paddle.at(2), 14 * (0.8 - 0.5));
  assert.equal(paddle.direction, 0);
});

test("whatever is honoured later than it was sent, page and server end with the same bits", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = dice(seed);
    const page = new OwnPaddle(REST, 1.5);
    let server = newPaddle();
    let now = 0.1;
    const sent = [];
    const told = [];
    for (let step = 0; step < 60; step += 1) {
      now += random() * 0.1;
      if (random() < 0.6) {
        const at = Math.floor(now * 1000);
        const direction = Math.floor(random() * 3) - 1;
        page.press(direction, at / 1000, at);
        sent.push({ direction, at });
      } else if (sent.length > 0 && random() < 0.7) {
        const { direction, at } = sent.shift();
        const { since, direction: before } = server.segments.at(-1);
        if (direction !== before) {
          const late = random() < 0.3 ? random() * 0.2 : 0;
          const honoured = Math.max(at / 1000 + late, since);
          server = steer(server, direction, honoured);
          if (honoured !== at / 1000) told.push([server.segments.at(-1), at]);
        }
      } else if (told.length > 0) page.moved(...told.shift());
    }
    for (const { direction, at } of sent) {
      const { since, direction: before } = server.segments.at(-1);
      if (direction === before) continue;
      const honoured = Math.max(at / 1000, since);
      server = steer(server, direction, honoured);
      if (honoured !== at / 1000) told.push([server.segments.at(-1), at]);
    }
    for (const news of told) page.moved(...news);
    assert.deepStrictEqual(page.rules.segments.at(-1), server.segments.at(-1), `seed ${seed}`);
  }
});
