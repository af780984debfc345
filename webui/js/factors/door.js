/** The way to what has to do with second factors. */

import { later } from "../lib/later.js";

/** Resolves to the parts by name; rejects with ApiError if they cannot be loaded now. */
export const factorParts = later(async () => (await import("./begin.js")).begin());
