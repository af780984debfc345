/** Refusals in plain words. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { sayError } from "../../webui/js/i18n/say.js";
import { RequestError, Requests } from "../../webui/js/net/requests.js";
import { World } from "./world.js";

test("who has to wait is told until when", async () => {
  const requests = new Requests("r", new World());
  const { request, answer } = requests.add({ t: "queue" });
  requests.settle({ t: "error", id: request.id, code: "no_show", detail: "…", until: Date.UTC(2026, 0, 1, 12, 3, 20) });
  await assert.rejects(answer, (error) => error instanceof RequestError && /at .*:03:20/.test(sayError(error)));
});

test("a crowded household is told what is full", () => {
  assert.match(sayError({ code: "too_many", detail: "As many games are open as may." }), /As many games are open/);
});
