/** Where pairings stand in the picture of a bracket. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { BOX, layout, pages, passes } from "../../webui/js/tournaments/bracket.js";
import { whole } from "../../webui/js/tournaments/model.js";

const SHOWN = JSON.parse(readFileSync(new URL("tournaments.json", import.meta.url), "utf8"));
const BRACKETS = Object.keys(SHOWN).filter((name) => /^(single|double)/.test(name));

/** A single elimination of this size, a power of two, in which nothing was played. */
function single(size) {
  const pairings = [];
  for (let round = 1, count = size / 2; count >= 1; round += 1, count /= 2) {
    for (let table = 1; table <= count; table += 1) {
      const from = [2 * table - 1, 2 * table].map((each) => [`w${round - 1}-${each}`, true]);
      const feeds = round === 1 ? [null, null] : from;
      const entrants = round === 1 ? [2 * table - 1, 2 * table] : [null, null];
      const state = round === 1 ? "ready" : "open";
      pairings.push({ key: `w${round}-${table}`, part: "main", round, table, entrants, feeds, state, outcome: null });
    }
  }
  return { pairings };
}

for (const name of BRACKETS) {
  test(`${name}: every pairing that is played has a place of its own, after those that lead to it`, () => {
    const model = whole(SHOWN[name]);
    const { boxes, height, lines, width } = layout(model);
    const keys = boxes.map(({ key }) => key);
    const played = model.pairings.filter((one) => one.state !== "void" && !passes(model, one)).map(({ key }) => key);
    assert.deepEqual(keys.toSorted(), played.toSorted());
    for (const [place, one] of boxes.entries()) {
      assert.ok(one.x >= 0 && one.y >= 0 && one.x + BOX.width <= width && one.y + BOX.height <= height, one.key);
      for (const other of boxes.slice(place + 1)) {
        const apart = Math.abs(one.x - other.x) >= BOX.width || Math.abs(one.y - other.y) >= BOX.height;
        assert.ok(apart, `${one.key} lies on ${other.key}`);
      }
    }
    for (const [x1, , x2] of lines) assert.ok(x1 < x2);
  });
}

test("a bye takes no place, and leaves no gap", () => {
  const { boxes } = layout(whole(SHOWN["single-13-0"]));
  assert.equal(boxes.some(({ key }) => key === "w1-1"), false);
  const first = boxes.filter(({ x }) => x === 0).map(({ y }) => y).toSorted((a, b) => a - b);
  assert.equal(first.length, 5);
  const gaps = first.slice(1).map((y, place) => y - first[place]);
  assert.equal(new Set(gaps).size, 1);
});

test("a big screen shows parts that can be read, from the round on that is played", () => {
  assert.deepEqual(pages(single(32), 16), [{ from: 1 }]);
  const parts = pages(single(64), 16);
  assert.deepEqual(parts, [{ from: 1, root: "w5-1" }, { from: 1, root: "w5-2" }]);
  const [first, second] = parts.map((part) => layout(single(64), part).boxes.map(({ key }) => key));
  assert.equal(first.length, 31);
  assert.equal(first.some((key) => second.includes(key)), false);
});
