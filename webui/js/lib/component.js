/** A part of a page: it is built once, started in the document, and stopped when it is removed. */

export class Component {
  #element = null;
  #children = new Set();
  #owned = [];
  #running = false;
  #left = null;

  /** `props` is what the part needs from its parent; it is not watched for changes. */
  constructor(props = {}) {
    this.props = props;
  }

  /** The root element; it is built at the first use. */
  get element() {
    this.#element ??= this.build();
    return this.#element;
  }

  get running() {
    return this.#running;
  }

  /** Aborts at the next `stop`: for what nobody waits for then. */
  get signal() {
    if (!this.#running) return AbortSignal.abort();
    if (this.#left) return this.#left.signal;
    this.#left = new AbortController();
    this.own(() => {
      this.#left.abort();
      this.#left = null;
    });
    return this.#left.signal;
  }

  /** Override: make and return the root element. `this.element` does not exist yet. */
  build() {
    throw new Error(`${this.constructor.name} has no build()`);
  }

  /** Called when the element is in the document. Override: call `super.start()`, then subscribe with `own`. */
  start() {
    this.#running = true;
    for (const child of this.#children) child.start();
  }

  /** Called before the element is removed. Calls, newest first, all that `own` was given since `start`. */
  stop() {
    for (const child of this.#children) child.stop();
    while (this.#owned.length > 0) this.#release(this.#owned.pop());
    this.#running = false;
  }

  #release(release) {
    try {
      release();
    } catch (error) {
      reportError(error); // a broken part must not keep the next page from being shown
    }
  }

  /** Call `release` at `stop`. */
  own(release) {
    this.#owned.push(release);
  }

  /** Put a child into `parentElement`; it starts and stops with this component. Returns the child. */
  append(child, parentElement) {
    parentElement.append(child.element);
    this.#children.add(child);
    if (this.#running) child.start();
    return child;
  }

  /** Remove all children. */
  clear() {
    for (const child of this.#children) this.remove(child);
  }

  /** Stop a child and remove it from the document. */
  remove(child) {
    if (!this.#children.delete(child)) return;
    if (child.running) child.stop();
    child.element.remove();
  }
}
