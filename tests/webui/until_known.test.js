/** No answer does not mean "nobody": the page asks again, less and less often. */

import assert from "node:assert/strict";
import test from "node:test";

import { untilKnown } from "../../webui/js/net/until_known.js";
import { World } from "./world.js";

const turn = () => new Promise((done) => setImmediate(done));

function begin(answers) {
  const world = new World();
  const failures = [];
  const asked = [];
  const ask = async () => {
    asked.push(world.time);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const failed = (error, delay, again) => failures.push({ error, delay, again });
  return { world, failures, asked, known: untilKnown(ask, { world, failed }) };
}

test("it is asked until there is an answer, and nobody is one", async () => {
  const { world, failures, asked, known } = begin([new Error("503"), new Error("network"), null]);
  await turn();
  world.pass(failures[0].delay);
  await turn();
  assert.ok(failures[1].delay > failures[0].delay);
  world.pass(failures[1].delay);
  assert.equal(await known, null);
  assert.equal(asked.length, 3);
});

test("as late as the server says, or at once when the person does", async () => {
  const busy = Object.assign(new Error("429"), { retryAfter: 20 });
  const { world, failures, asked, known } = begin([busy, "ada"]);
  await turn();
  world.pass(19_999);
  await turn();
  assert.deepEqual(asked, [0]);
  failures[0].again();
  assert.equal(await known, "ada");
  world.pass(60_000);
  await turn();
  assert.equal(asked.length, 2);
});
