/** Who is signed in, asked until there is an answer: no answer is not "nobody". */

import { Backoff } from "./backoff.js";

/**
 * Resolves to what `ask()` does, sooner or later. After each failure `failed(error, delay, again)` is
 * called: it is asked again in `delay` ms, or when `again()` is called. `world` is the browser.
 */
export async function untilKnown(ask, { world, failed }) {
  const backoff = new Backoff(world.random);
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const delay = Math.max(backoff.next(), (error.retryAfter ?? 0) * 1000);
      await new Promise((again) => {
        const timer = world.later(again, delay);
        failed(error, delay, () => {
          world.cancel(timer);
          again();
        });
      });
    }
  }
}
