/** Asks who is signed in until there is an answer: no answer does not mean "nobody". */

import { Backoff } from "./backoff.js";

/**
 * Resolves to what `ask()` resolves to in the end. After each failure it calls `failed(error, delay, again)`
 * and asks again in `delay` ms, or when `again()` is called. `world` is the browser.
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
