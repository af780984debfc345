/** Passkeys of the browser: what the server asks (docs/protocol.md), and what it gets. Bytes are in base64url. */

/** Make a passkey; rejects with DOMException if the person does not want to, or the device cannot. */
export async function makePasskey(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: options.excludeCredentials.map(known),
  };
  const { id, response } = await navigator.credentials.create({ publicKey });
  return { id, clientData: text(response.clientDataJSON), attestationObject: text(response.attestationObject) };
}

/** Show a passkey; rejects likewise. */
export async function showPasskey(options) {
  const allowed = options.allowCredentials?.map(known);
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: allowed };
  const { id, response } = await navigator.credentials.get({ publicKey });
  return {
    id,
    clientData: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle && text(response.userHandle),
  };
}

function known(one) {
  return { ...one, id: bytes(one.id) };
}

function bytes(base64url) {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
