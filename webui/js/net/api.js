/** The HTTP API under /api/v1: sign-in, and what can be read without a socket. */

const BASE = "/api/v1";

/** A refusal. `field` names the input at fault, if one is; `status` is 0 when nobody answered. */
export class ApiError extends Error {
  constructor({ status, detail = "", field = null, retryAfter = null }) {
    super(detail || `HTTP ${status}`);
    this.status = status;
    this.detail = detail;
    this.field = field;
    this.retryAfter = retryAfter;
  }
}

export class Api {
  /** Sign in with a name alone; resolves to the player. Rejects, like all here, with ApiError. */
  guest(name) {
    return post("/guest", { name }).then(toPlayer);
  }

  register(name, password) {
    return post("/register", { name, password }).then(toPlayer);
  }

  login(name, password) {
    return post("/login", { name, password }).then(toPlayer);
  }

  logout() {
    return post("/logout", {});
  }

  /** The signed-in player, or null. */
  async me() {
    try {
      return toPlayer(await send("/me"));
    } catch (error) {
      if (error.status === 401) return null;
      throw error;
    }
  }

  /** A match and, once finished, its result; null when there is none of that id. */
  async match(id) {
    try {
      return await send(`/matches/${encodeURIComponent(id)}`);
    } catch (error) {
      if (error.status === 404) return null;
      throw error;
    }
  }
}

function toPlayer(answer) {
  return answer.player;
}

function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return send(path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function send(path, options) {
  const response = await ask(path, options);
  const answer = await read(response);
  if (response.ok) return answer;
  throw new ApiError({
    status: response.status,
    detail: answer?.detail ?? answer?.title,
    field: answer?.field,
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
