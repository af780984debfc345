/** Parts of the page that are loaded when they are first needed. */

import { ApiError } from "../net/api.js";

/**
 * Return a function that resolves to a part, which `load()` loads once; it rejects with ApiError if that is not possible
 * now, and can be called again then.
 */
export function later(load) {
  let part = null;
  return () => {
    part ??= load().catch((error) => {
      part = null;
      if (!(error instanceof TypeError)) reportError(error);
      throw new ApiError({ status: 0 });
    });
    return part;
  };
}
