/**
 * Compares the twin with the vectors of tests/rules/vectors.py, bit by bit.
 *
 * tests/rules/test_twin.py writes the vectors and runs this file on them; without vectors it skips
 * its tests. deepStrictEqual compares like Object.is, so 0 and -0 differ.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { apply, effective } from "../../webui/js/game/apply.js";
import { launch, motion, place, turn } from "../../webui/js/game/ball.js";
import { LEFT, RIGHT } from "../../webui/js/game/court.js";
import { newGame } from "../../webui/js/game/game.js";
import { halt, steer, widen } from "../../webui/js/game/inputs.js";
import { fold } from "../../webui/js/game/leg.js";
import { MAPS, leaf } from "../../webui/js/game/maps.js";
import { positionAt } from "../../webui/js/game/paddle.js";
import { advance, nextContact } from "../../webui/js/game/rally.js";
import { mix, unit } from "../../webui/js/game/seeded.js";

const path = process.env.RALLY_VECTORS;
const skip = path ? false : "no vectors: tests/rules/test_twin.py makes them";
const lines = path ? readFileSync(path, "utf8").split("\n") : [];
const [singles, ...matches] = lines.map((line) => JSON.parse(line));

/** Freeze all of a state, so that a rule which changes it in place throws. */
function frozen(value) {
  if (value === null || typeof value !== "object" || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

/** Do what a step says; of a claimed key, first compute the effective time. */
function perform(game, [kind, ...rest], step) {
  if (kind === "to") return advance(game, rest[0]);
  if (kind !== "claim") return apply(game, [kind, ...rest]);
  const [side, claimed, direction] = rest;
  const at = effective(game, side, claimed);
  assert.deepStrictEqual(at, step.effective);
  return apply(game, steer(at, side, direction));
}

const launchOn = (name, ...rest) => launch(...rest, MAPS[name]);

test("single functions", { skip }, () => {
  const functions = { fold, launch, launchOn, leaf, mix, unit };
  for (const [name, given, expected] of singles) {
    assert.deepStrictEqual(functions[name](...given), expected, `${name}(${given})`);
  }
});

test("matches, step by step", { skip }, (context) => {
  let rallies = 0;
  for (const { settings, seed, steps } of matches) {
    let game = frozen(newGame(settings, seed));
    for (const step of steps) {
      const [after, events] = perform(game, step.do, step);
      const said = {
        game: after,
        events,
        next: nextContact(after),
        ball: place(after.flight, step.at),
        paddles: after.paddles.map((paddle) => positionAt(paddle, step.at)),
        motion: motion(after.flight, step.at),
        turns: step.turns.map((_, number) => turn(after.flight, number)),
      };
      const { do: _, at: __, effective: ___, ...expected } = step;
      assert.deepStrictEqual(said, expected, `seed ${seed}, ${JSON.stringify(step.do)}`);
      rallies += events.filter(({ type }) => type === "served").length;
      game = frozen(after);
    }
  }
  context.diagnostic(`rallies ${rallies}`);
});

test("zero keeps its sign where Python keeps it", () => {
  const game = newGame({ points: 1, win_by_two: false }, 1);
  assert.equal(launch(0, 0, 0, 0, LEFT, -0, 15, [0, 0]).vy, -0);
  assert.equal(effective(game, LEFT, -0), -0);
});

test("inputs of a page play a match too", () => {
  let [game] = apply(newGame({ points: 1, win_by_two: false }, 1), widen(0, LEFT, 0.1));
  [game] = apply(game, steer(0.1, RIGHT, 1));
  const [, events] = apply(game, halt(0.2));
  assert.deepEqual(events, [{ type: "halted", at: 0.2 }]);
  assert.throws(() => apply(game, ["x", 1]), TypeError);
});
