/** The state of the page in one place. */

export class Store {
  #state;
  #subscribers = new Set();

  /** `initial` is a plain object; its values are replaced, never changed in place. */
  constructor(initial) {
    this.#state = initial;
  }

  get state() {
    return this.#state;
  }

  /** Replace the keys in `patch`. Subscribers hear of several patches made in a row once. */
  set(patch) {
    this.#state = { ...this.#state, ...patch };
    queueMicrotask(() => this.#notify());
  }

  /**
   * Call `handler(value, previous)` when `selector(state)` has changed by Object.is; not at once.
   * Returns the function that unsubscribes.
   */
  subscribe(selector, handler) {
    const subscriber = { selector, handler, seen: selector(this.#state) };
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  #notify() {
    for (const subscriber of this.#subscribers) this.#tell(subscriber);
  }

  #tell(subscriber) {
    const previous = subscriber.seen;
    const value = subscriber.selector(this.#state);
    if (Object.is(value, previous)) return; // the patch of an earlier microtask told it already
    subscriber.seen = value;
    try {
      subscriber.handler(value, previous);
    } catch (error) {
      reportError(error); // one broken part must not keep the news from the others
    }
  }
}
