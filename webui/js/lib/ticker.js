/** Timers that end with a component, for `Component.own`. */

/** Call `handler` now and every `period` milliseconds; returns the function that ends it. */
export function every(period, handler) {
  handler();
  const timer = setInterval(handler, period);
  return () => clearInterval(timer);
}

/** Call `handler` once after `delay` milliseconds; returns the function that prevents it. */
export function after(delay, handler) {
  const timer = setTimeout(handler, delay);
  return () => clearTimeout(timer);
}
