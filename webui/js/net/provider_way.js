/** The way to a provider and back. It leaves the page, so this tab remembers why it was gone. */

import { remembered, rememberHere } from "../lib/tab_storage.js";

const KEY = "rally.provider";
const BACK = /^\/sign-in\/([a-z0-9-]+)\/?$/;

/**
 * Leave for a provider, to "sign_in", "link" or "prove"; then the page at `next` is shown. Rejects with ApiError if
 * that is not possible.
 */
export async function leaveFor(provider, intent, { api, next = location.pathname }) {
  const { url } = await api.ask("POST", `/providers/${encodeURIComponent(provider)}/start`, { intent });
  rememberHere(KEY, JSON.stringify({ provider, intent, next }));
  location.assign(url);
}

/** What the browser has brought back from a provider, or null. The address forgets it at once. */
export function takeAnswer() {
  const [, provider] = location.pathname.match(BACK) ?? [];
  if (!provider || !location.search) return null;
  const brought = new URLSearchParams(location.search);
  history.replaceState(history.state, "", location.pathname);
  const fields = ["state", "code", "error", "iss"].map((name) => [name, brought.get(name) ?? undefined]);
  return Object.fromEntries(fields);
}

/** Why this tab was gone: `{intent, next}`. */
export function errand(provider) {
  try {
    const kept = JSON.parse(remembered(KEY));
    if (kept.provider === provider && kept.next.startsWith("/")) return kept;
  } catch {
    // there is nothing, or nothing of ours
  }
  return { provider, intent: "sign_in", next: "/" };
}
