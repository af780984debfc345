/** The HTTP API under /api/v1: signing in, and requests that need no socket. */

import { exchangeInTurn, inTurn } from "./refresh.js";

const BASE = "/api/v1";
const SOCKET = "/ws";
/** Milliseconds for an answer. The server may take six seconds; other tabs wait for an exchange. */
const PATIENCE = 12_000;
/** Codes by which the server says that nobody is signed in. Other answers may come from a proxy. */
const NO_COOKIE = "not_signed_in";
const SIGNED_OUT = new Set([NO_COOKIE, "session_ended", "signed_in_twice"]);

/**
 * A refusal. `code` is its short name; `errors` names the wrong inputs, `[{field, rule, detail,
 * limit?, why?}]`; `more` is the whole answer. `status` is 0 if nobody answered: with the code "offline" nothing was
 * sent; with "unanswered" it was, and may have been carried out or not.
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

  /** Whether the server has said that nobody is signed in with this token or cookie. */
  get signedOut() {
    return this.status === 401 && SIGNED_OUT.has(this.code);
  }
}

export class Api {
  /** The access token is only here; scripts cannot reach the refresh token. */
  #token = null;
  /** The path of the WebSocket that leads to whoever is signed in: of several nodes one has them. */
  socket = SOCKET;
  /** The server's last reason why nobody is signed in; null if it gave none. */
  refusal = null;
  #isCutOff;

  /** While `isCutOff()` nothing is sent that changes something: it would not arrive, or much later. */
  constructor({ isCutOff = () => false } = {}) {
    this.#isCutOff = isCutOff;
  }

  /** Sign in with only a name; resolves to the player. Rejects, like all methods, with ApiError. */
  guest(name) {
    return this.#signIn("/guest", { name });
  }

  /** `account`: name (to log in), display_name, email, password. */
  register(account) {
    return this.#signIn("/register", account);
  }

  /** Resolves to `{player}`, or to `{second: {ticket, ways}}` if the account has a second factor. */
  login(name, password) {
    return this.enter("/login", { name, password });
  }

  /** Sign in in another way, or take the second step; resolves as `login` does. */
  enter(path, value) {
    return inTurn(async () => {
      const answer = await send(path, body("POST", value));
      return answer?.second_factor ? { second: answer.second_factor } : { player: this.#take(answer) };
    });
  }

  /** Tell what a provider has said, and sign in if that follows; resolves to the server's answer. */
  comeBack(provider, value) {
    return this.#bring(`/providers/${encodeURIComponent(provider)}/finish`, value);
  }

  /** Make an account for who has come from a provider: `{ticket, name, display_name, keep}`. */
  signUp(value) {
    return this.#bring("/providers/sign-up", value);
  }

  /** Resolves to the player who is signed in in this browser, or null; rejects if nobody can tell now. */
  async resume() {
    let refusal = NO_COOKIE;
    try {
      const player = await exchangeInTurn((value) => this.#exchange("/refresh", value));
      if (player) return player;
    } catch (error) {
      if (!error.signedOut) throw error;
      refusal = error.code;
    }
    this.#token = null;
    this.refusal = refusal;
    return null;
  }

  async logout() {
    await inTurn(() => send("/logout", this.#signed("POST", {})));
    this.#token = null;
    this.refusal = null;
  }

  /** A match and, if it is finished, its result; null if there is no match with this id. */
  match(id) {
    return this.find(`/matches/${encodeURIComponent(id)}`);
  }

  /** What is at this path; null if there is nothing. */
  async find(path) {
    try {
      return await this.ask("GET", path);
    } catch (error) {
      if (error.status === 404) return null;
      throw error;
    }
  }

  /**
   * Send a request as the player; an expired token is renewed first. `value` is sent as JSON, a Blob
   * as it is.
   */
  ask(method, path, value) {
    return this.#insist(method, () => send(path, this.#signed(method, value)));
  }

  /** The same for requests after which the cookie is gone. */
  leave(method, path, value) {
    return this.#insist(method, () => inTurn(() => send(path, this.#signed(method, value))));
  }

  async #insist(method, request) {
    if (method !== "GET" && this.#isCutOff()) throw new ApiError({ status: 0, code: "offline" });
    try {
      return await request();
    } catch (error) {
      if (!error.signedOut || !(await this.resume())) throw error;
      return request();
    }
  }

  #signed(method, value) {
    const options = value === undefined ? { method } : body(method, value);
    // What has an undo may be sent as the page closes; a browser lets go nothing large then.
    options.keepalive = ["DELETE", "PUT"].includes(method) && !(value instanceof Blob);
    if (this.#token) options.headers = { ...options.headers, Authorization: `Bearer ${this.#token}` };
    return options;
  }

  #signIn(path, value) {
    return inTurn(() => this.#exchange(path, value));
  }

  /** Send as whoever is signed in now; the answer may be that somebody else is. */
  #bring(path, value) {
    return inTurn(async () => {
      const answer = await send(path, this.#signed("POST", value));
      if (answer?.access_token) this.#take(answer);
      return answer;
    });
  }

  async #exchange(path, value) {
    const answer = await send(path, body("POST", value));
    if (answer?.player === null) return null; // there was no cookie
    return this.#take(answer);
  }

  #take(answer) {
    if (!answer?.access_token) throw new ApiError({ status: 0 }); // the answer of some proxy
    this.#token = answer.access_token;
    this.socket = answer.socket ?? SOCKET; // a node of the release before names none
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
  if (response.ok && (answer || response.status === 204)) return answer;
  if (response.ok) throw new ApiError({ status: 0 }); // a proxy's page, or it broke off
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
  const slow = options.body instanceof Blob; // over a thin line a file takes long, and that is no silence
  const signal = slow ? null : AbortSignal.timeout(PATIENCE);
  try {
    return await fetch(BASE + path, { ...options, signal });
  } catch {
    const unknown = signal?.aborted && options.method !== "GET";
    throw new ApiError({ status: 0, code: unknown ? "unanswered" : "" });
  }
}

async function read(response) {
  try {
    return await response.json();
  } catch {
    return null; // there is none, or it is no answer of ours
  }
}
