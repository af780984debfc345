/** Settings of a match: in words, and as the browser remembers them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { MAPS } from "../../webui/js/game/maps.js";
import { CLASSIC } from "../../webui/js/game/options.js";
import { OPTIONS, addPreset, dropPreset, keepChosen, lastChosen, presets, sound } from "../../webui/js/components/presets.js";
import { sayOptions, saySettings } from "../../webui/js/components/settings_words.js";
import { has, t } from "../../webui/js/i18n/t.js";

test("what is not classic is said, and classic games are short to say", () => {
  assert.equal(saySettings(CLASSIC), "to 11 points");
  assert.equal(saySettings({ points: 5, win_by_two: true }), "to 5 points, win by two");
  const other = { ...CLASSIC, sets: 3, ball: "fast", speed_up: "none", paddle: "small", map: "gate" };
  assert.equal(sayOptions(other), "best of 3 sets, fast ball, no speed-up, small paddles, moving gate");
});

test("each value of each option has words", () => {
  for (const name of ["ball", "speed_up", "paddle", "map"]) {
    for (const value of OPTIONS[name]) {
      assert.ok(has(`options.${name}.${value}`), `${name} ${value}`);
      assert.notEqual(t(`settings.${name}.${value}`) === `settings.${name}.${value}`, value !== CLASSIC[name]);
    }
  }
  assert.deepEqual(OPTIONS.map, Object.keys(MAPS));
});

test("what somebody chose is there again, for them alone", () => {
  const chosen = { ...CLASSIC, points: 3, map: "funnel" };
  keepChosen("p1", chosen);
  assert.deepEqual(lastChosen("p1"), chosen);
  assert.deepEqual(lastChosen("p2"), CLASSIC);
});

test("what the browser has kept of another version is classic where nobody knows it", () => {
  assert.deepEqual(sound({ points: 4, map: "maze", ball: "fast", more: 1 }), { ...CLASSIC, ball: "fast" });
  for (const nothing of [null, "x", [], 7]) assert.deepEqual(sound(nothing), CLASSIC);
});

test("presets are kept once, and the oldest gives way", () => {
  const all = OPTIONS.map.flatMap((map) => [3, 5].map((points) => ({ ...CLASSIC, map, points })));
  for (const each of [...all, all[9]]) addPreset("p1", each);
  assert.deepEqual(presets("p1"), all.slice(2));
  dropPreset("p1", all[9]);
  assert.deepEqual(presets("p1"), all.slice(2, 9));
});
