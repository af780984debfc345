/** Who listens to which frames. */

export class Listeners {
  #handlers = new Map();

  /** Call `handler(frame)` for each frame of this type; returns the function that ends it. */
  on(type, handler) {
    const handlers = this.#handlers.get(type) ?? new Set();
    this.#handlers.set(type, handlers.add(handler));
    return () => handlers.delete(handler);
  }

  /** Tell a frame to all who listen to its type now. */
  tell(type, frame) {
    for (const handler of Array.from(this.#handlers.get(type) ?? [])) call(handler, frame);
  }
}

function call(handler, frame) {
  try {
    handler(frame);
  } catch (error) {
    reportError(error); // a broken part must not keep the frame from the others
  }
}
