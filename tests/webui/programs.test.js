/** Bots and API tokens on the account page, and the mark of bots. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { isBot, named } from "../../webui/js/components/bot.js";
import { endOf, keyOf, linesOf } from "../../webui/js/programs/lines.js";
import { ownMatch } from "../../webui/js/net/own_match.js";
import { sayName } from "../../webui/js/tournaments/words.js";

const BOTS = [{ id: "bot1", name: "Robo" }, { id: "bot2", name: "Idle" }];
const TOKENS = [
  { id: "k1", bot: null, name: "reader" },
  { id: "k2", bot: "bot1", name: "laptop" },
];

test("each bot is followed by its tokens, and the own ones come last", () => {
  const keys = linesOf({ bots: BOTS, tokens: TOKENS }).map(keyOf);
  assert.deepEqual(keys, ["bot bot1", "token k2", "bot bot2", "own ", "token k1"]);
  assert.deepEqual(linesOf({ bots: BOTS, tokens: TOKENS }).map(({ count }) => count), [1, undefined, 0, undefined, undefined]);
  assert.deepEqual(linesOf({ bots: [], tokens: [] }), []);
});

test("a token ends after whole days, in whole milliseconds, or never", () => {
  assert.equal(endOf("30", 0.7), 30 * 86_400_000 + 1);
  assert.equal(endOf("", 5), null);
});

test("a bot is called one in sentences", () => {
  assert.deepEqual(["bot1", "p1", null, undefined].map(isBot), [true, false, false, false]);
  assert.equal(named({ id: "bot1", name: "Robo" }), "Robo (bot)");
  assert.equal(named({ id: null, name: "Rally AI" }), "Rally AI");
  assert.equal(sayName({ alias: "Robo", bot: true, player: null }), "Robo (bot)");
  assert.equal(sayName({ alias: "Ada", bot: false, player: "p1" }), "Ada");
  const players = [{ id: "p1", name: "Ada", side: -1, here: true }, { id: "bot1", name: "Robo", side: 1, here: true }];
  const matches = { m1: { players, sides: [-1], phase: "playing", unsaved: 0, score: [0, 0] } };
  const own = ownMatch({ currentMatch: "m1", matches, page: { settled: true, path: "/" } }, 0);
  assert.equal(own.opponent, "Robo (bot)");
});
