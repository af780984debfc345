/** The store: the state of the page in one place. */

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

  /** Replace the keys in `patch`. Subscribers are told once of several patches in a row. */
  set(patch) {
    this.#state = { ...this.#state, ...patch };
    queueMicrotask(() => this.#notify());
  }

  /**
   * Call `handler(value, previous)` when `selector(state)` has changed (by Object.is); not immediately.
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
    if (Object.is(value, previous)) return; // an earlier microtask has told this already
    subscriber.seen = value;
    try {
      subscriber.handler(value, previous);
    } catch (error) {
      reportError(error); // a broken part must not keep the change from the others
    }
  }
}
