/** Requests that wait for their answers, over as many connections as it takes. */

/**
 * The server said no, or nobody will answer any more; `code` as in docs/protocol.md. `until` (server
 * time in ms): it would say so until then.
 */
export class RequestError extends Error {
  constructor(code, detail, until = null) {
    super(detail || code);
    this.name = "RequestError";
    this.code = code;
    this.detail = detail;
    this.until = until;
  }
}

export class Requests {
  #waiting = new Map();
  #prefix;
  #number = 0;

  /** `prefix` tells the ids of this page from those of any other. */
  constructor(prefix) {
    this.#prefix = prefix;
  }

  /** Give `frame` an id; the promise settles with its answer. */
  add(frame) {
    this.#number += 1;
    const request = { ...frame, id: `${this.#prefix}-${this.#number}` };
    const answer = new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { request, resolve, reject });
    });
    return { request, answer };
  }

  /** Settle what a frame answers, a refusal if it is an `error`; false if nothing waits for it. */
  settle(frame) {
    const entry = this.#waiting.get(frame.id);
    if (!entry) return false;
    this.#waiting.delete(frame.id);
    if (frame.t === "error") entry.reject(new RequestError(frame.code, frame.detail, frame.until));
    else entry.resolve(frame);
    return true;
  }

  /** The frames still without an answer, oldest first. */
  unanswered() {
    return [...this.#waiting.values()].map(({ request }) => request);
  }

  /** Nobody will answer. */
  abandon() {
    const entries = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of entries) reject(new RequestError("disconnected", ""));
  }
}
