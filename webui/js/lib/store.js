/** The state of the page in one place. */

export class Store {
  #state;
  #subscribers = new Set();
  #scheduled = false;

  /** `initial` is a plain object; its values are replaced, never changed in place. */
  constructor(initial) {
    this.#state = initial;
  }

  get state() {
    return this.#state;
  }

  /** Replace the keys in `patch`. Subscribers hear once a microtask, however many patches came. */
  set(patch) {
    this.#state = { ...this.#state, ...patch };
    if (this.#scheduled) return;
    this.#scheduled = true;
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
    this.#scheduled = false;
    for (const subscriber of this.#subscribers) this.#tell(subscriber);
  }

  #tell(subscriber) {
    const previous = subscriber.seen;
    const value = subscriber.selector(this.#state);
    // an earlier handler of this round may have stopped the page that subscribed
    if (Object.is(value, previous) || !this.#subscribers.has(subscriber)) return;
    subscriber.seen = value;
    try {
      subscriber.handler(value, previous);
    } catch (error) {
      reportError(error); // one broken part must not keep the news from the others
    }
  }
}
