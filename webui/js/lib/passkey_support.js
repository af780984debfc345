/** Whether this browser makes and shows passkeys at this address, and if not, why. */

const NUMBERS = /^(?:\d+(?:\.\d+){3}|\[.*\])$/;

/** "" if it does; "address": the address is a number; "insecure": no TLS; "browser": it cannot at all. */
export function passkeyTrouble({ hostname, isSecureContext, PublicKeyCredential } = here()) {
  if (NUMBERS.test(hostname)) return "address";
  if (!isSecureContext) return "insecure";
  return PublicKeyCredential ? "" : "browser";
}

function here() {
  const { isSecureContext, PublicKeyCredential } = globalThis;
  return { hostname: location.hostname, isSecureContext, PublicKeyCredential };
}
