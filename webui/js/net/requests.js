/** Requests that wait for their answers, over several connections if needed. */

/**
 * The server has refused a request, or nobody will answer it any more; `code` as in docs/protocol.md.
 * Until `until` (server time in ms) the server would refuse it again.
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

  /** `prefix` makes the ids of this page different from those of others. */
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

  /** Settle the request that a frame answers, by rejection if it is an `error`; false if there is none. */
  settle(frame) {
    const entry = this.#waiting.get(frame.id);
    if (!entry) return false;
    this.#waiting.delete(frame.id);
    if (frame.t === "error") entry.reject(new RequestError(frame.code, frame.detail, frame.until));
    else entry.resolve(frame);
    return true;
  }

  /** The frames that have no answer yet, oldest first. */
  unanswered() {
    return [...this.#waiting.values()].map(({ request }) => request);
  }

  /** Reject all requests, because nobody will answer. */
  abandon() {
    const entries = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of entries) reject(new RequestError("disconnected", ""));
  }
}
