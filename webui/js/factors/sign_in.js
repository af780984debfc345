/** Signing in with a passkey alone. */

import { ApiError } from "../net/api.js";
import { explain } from "./explain.js";
import { showPasskey } from "./webauthn.js";

/** Resolves as `Api.login` does; rejects with ApiError, whose `detail` says what is wrong. */
export async function signInWithPasskey(api) {
  try {
    const { challenge, options } = await api.ask("POST", "/login/challenge", {});
    return await api.enter("/login/passkey", { challenge, passkey: await showPasskey(options) });
  } catch (error) {
    if (error instanceof ApiError && error.errors.length === 0) throw error;
    throw new ApiError({ status: 422, detail: explain(error).text });
  }
}
