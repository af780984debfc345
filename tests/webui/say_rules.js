/** Reads `[[field, value], ...]` from standard input, and writes the rule that each value breaks. */

import { readFileSync } from "node:fs";

import { broken } from "../../webui/js/lib/rules.js";

const asked = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(asked.map(([field, value]) => broken(field, value)?.rule ?? null)));
