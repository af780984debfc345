/** Requests that wait for their answers, over several connections if needed, but not for long. */

/** Milliseconds: what comes about later than this after a click surprises whoever has clicked. */
const PATIENCE = 10_000;

/**
 * The server has refused a request, `code` as in docs/protocol.md, or it has no answer: "offline" was never sent,
 * "unanswered" may have been carried out or not, "disconnected": the player has signed out.
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
  #world;

  /** `prefix` makes the ids of this page different from those of others; `world` has `later` and `cancel`. */
  constructor(prefix, world) {
    this.#prefix = prefix;
    this.#world = world;
  }

  /** Give `frame` an id; the promise settles with its answer, or if there is none in time; never once `signal` aborts. */
  add(frame, signal) {
    this.#number += 1;
    const request = { ...frame, id: `${this.#prefix}-${this.#number}` };
    const answer = new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { request, resolve, reject });
    });
    const { id } = request;
    const timer = this.#world.later(() => this.#reject(id, new RequestError("unanswered", "")), PATIENCE);
    const leave = () => this.#take(id);
    signal?.addEventListener("abort", leave, { once: true });
    this.#waiting.get(id).release = () => {
      this.#world.cancel(timer);
      signal?.removeEventListener("abort", leave);
    };
    if (signal?.aborted) leave();
    return { request, answer };
  }

  /** Settle the request that a frame answers, by rejection if it is an `error`; one without a request says nothing. */
  settle(frame) {
    if (frame.t === "error") this.#reject(frame.id, new RequestError(frame.code, frame.detail, frame.until));
    else this.#take(frame.id)?.resolve(frame);
  }

  /** The frames that have no answer yet, oldest first. */
  unanswered() {
    return [...this.#waiting.values()].map(({ request }) => request);
  }

  /** Reject all requests, because nobody will answer. */
  abandon() {
    for (const id of this.#waiting.keys()) this.#reject(id, new RequestError("disconnected", ""));
  }

  #reject(id, error) {
    this.#take(id)?.reject(error);
  }

  /** Take a request out: nothing that comes later changes how it has ended. */
  #take(id) {
    const entry = this.#waiting.get(id);
    entry?.release();
    this.#waiting.delete(id);
    return entry;
  }
}
