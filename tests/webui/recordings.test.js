/** Matches of former releases play in the twin as they did then, to the bit; see tests/rules/recording.py. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { apply } from "../../webui/js/game/apply.js";
import { newGame } from "../../webui/js/game/game.js";
import { advance } from "../../webui/js/game/rally.js";

const FOLDER = new URL("../fixtures/recordings/", import.meta.url);

/** Play a recorded match again; returns all events. */
function replay({ settings, seed, entries, seconds }) {
  let game = newGame(settings, seed);
  const events = [];
  const take = ([after, seen]) => {
    game = after;
    events.push(...seen);
  };
  for (const entry of entries) if (entry[0] !== "l") take(apply(game, entry));
  take(advance(game, seconds));
  return events;
}

for (const name of readdirSync(FOLDER)) {
  test(`the matches of ${name} play as they did`, () => {
    const lines = readFileSync(new URL(name, FOLDER), "utf8").trimEnd().split("\n");
    for (const line of lines) {
      const recording = JSON.parse(line);
      assert.deepStrictEqual(replay(recording), recording.events, `${recording.mode} ${recording.seed}`);
    }
  });
}
