/** A part of a page with a life: built once, started in the document, stopped when it goes. */

export class Component {
  #element = null;
  #children = new Set();
  #owned = [];
  #running = false;

  /** `props` is whatever the part needs from its parent; it is not watched for changes. */
  constructor(props = {}) {
    this.props = props;
  }

  /** The root element, built at the first use. */
  get element() {
    this.#element ??= this.build();
    return this.#element;
  }

  get running() {
    return this.#running;
  }

  /** Override: make and return the root element. `this.element` is not there yet. */
  build() {
    throw new Error(`${this.constructor.name} has no build()`);
  }

  /** The element is in the document. Override, call `super.start()`, then subscribe through `own`. */
  start() {
    this.#running = true;
    for (const child of this.#children) child.start();
  }

  /** The element is about to go. Releases, newest first, all that `own` was given since `start`. */
  stop() {
    for (const child of this.#children) child.stop();
    while (this.#owned.length > 0) this.#owned.pop()();
    this.#running = false;
  }

  /** Have `release` called at `stop`. */
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

  /** Take all children out. */
  clear() {
    for (const child of this.#children) this.remove(child);
  }

  /** Stop a child and take it out of the document. */
  remove(child) {
    if (!this.#children.delete(child)) return;
    if (child.running) child.stop();
    child.element.remove();
  }
}
