/** The HTTP API under /api/v1: sign-in, and what can be read without a socket. */

import { exchangeInTurn, inTurn } from "./refresh.js";

const BASE = "/api/v1";
/** Milliseconds for an exchange: other tabs wait for it. The server may think for six seconds. */
const PATIENCE = 12_000;
/** What the server says of who is not signed in. Any other answer may be somebody else's: a proxy's. */
const SIGNED_OUT = new Set(["not_signed_in", "session_ended", "signed_in_twice"]);

/**
 * A refusal. `code` is its short name; `errors` names the inputs at fault, `[{field, rule, detail,
 * limit?, why?}]`; `more` is the answer, whole. `status` is 0 when nobody answered.
 */
export class ApiError extends Error {
  constructor({ status, code = "", detail = "", errors = [], more = {}, retryAfter = null }) {
    super(detail || `HTTP ${status}`);
    this.status = status;
    this.code = code;
    this.more = more;
    this.detail = detail;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }

  /** Has the server said that nobody is signed in by what was shown? */
  get signedOut() {
    return this.status === 401 && SIGNED_OUT.has(this.code);
  }
}

export class Api {
  /** The access token lives here and nowhere else; the refresh token is out of reach of scripts. */
  #token = null;
  /** Why nobody is signed in, as the server last said it; null if it never did. */
  refusal = null;

  /** Sign in with a name alone; resolves to the player. Rejects, like all here, with ApiError. */
  guest(name) {
    return this.#signIn("/guest", { name });
  }

  /** `account`: name (to log in), display_name, email, password. */
  register(account) {
    return this.#signIn("/register", account);
  }

  login(name, password) {
    return this.#signIn("/login", { name, password });
  }

  /** The player this browser is signed in as, or null; rejects while that cannot be known. */
  async resume() {
    try {
      const signal = () => AbortSignal.timeout(PATIENCE);
      return await exchangeInTurn((value) => this.#exchange("/refresh", value, signal()));
    } catch (error) {
      if (!error.signedOut) throw error;
      this.#token = null;
      this.refusal = error.code;
      return null;
    }
  }

  async logout() {
    await inTurn(() => send("/logout", this.#signed("POST", {})));
    this.#token = null;
    this.refusal = null;
  }

  /** A match and, once finished, its result; null when there is none of that id. */
  async match(id) {
    try {
      return await this.ask("GET", `/matches/${encodeURIComponent(id)}`);
    } catch (error) {
      if (error.status === 404) return null;
      throw error;
    }
  }

  /**
   * Send a request in the player's name; a token that has had its time is renewed on the way.
   * `value` is sent as JSON, a Blob as it is.
   */
  ask(method, path, value) {
    return this.#insist(() => send(path, this.#signed(method, value)));
  }

  /** The same for what ends with the cookie taken away. */
  leave(method, path, value) {
    return this.#insist(() => inTurn(() => send(path, this.#signed(method, value))));
  }

  async #insist(request) {
    try {
      return await request();
    } catch (error) {
      if (!error.signedOut || !(await this.resume())) throw error;
      return request();
    }
  }

  #signed(method, value) {
    const keepalive = method === "DELETE"; // what was undoable is sent as the page goes
    const options = value === undefined ? { method, keepalive } : body(method, value);
    if (this.#token) options.headers = { ...options.headers, Authorization: `Bearer ${this.#token}` };
    return options;
  }

  #signIn(path, value) {
    return inTurn(() => this.#exchange(path, value));
  }

  async #exchange(path, value, signal) {
    const answer = await send(path, { ...body("POST", value), signal });
    if (!answer?.access_token) throw new ApiError({ status: 0 }); // a page of somebody on the way
    this.#token = answer.access_token;
    this.refusal = null;
    return answer.player;
  }
}

function body(method, value) {
  const isFile = value instanceof Blob;
  const headers = { "Content-Type": isFile ? value.type : "application/json" };
  return { method, headers, body: isFile ? value : JSON.stringify(value) };
}

async function send(path, options) {
  const response = await ask(path, options);
  const answer = await read(response);
  if (response.ok) return answer;
  throw new ApiError({
    status: response.status,
    code: answer?.type?.split(":").at(-1),
    detail: answer?.detail ?? answer?.title,
    more: answer ?? {},
    errors: answer?.errors,
    retryAfter: Number(response.headers.get("Retry-After")) || null,
  });
}

async function ask(path, options) {
  try {
    return await fetch(BASE + path, options);
  } catch {
    throw new ApiError({ status: 0 });
  }
}

async function read(response) {
  try {
    return await response.json();
  } catch {
    return null; // an empty 204, or a proxy's page of HTML
  }
}
