/**
 * What may be in the fields of an account, as gateway/auth/rules.py has it; both are held to
 * tests/webui/fields.json. How strong a password is, only the server can tell.
 */

const LONGEST_NAME = 24;
const SHORTEST_LOGIN = 3;
const LONGEST_EMAIL = 254;
const SHORTEST_PASSWORD = 8;
const MOST_BYTES = 72; // what bcrypt reads

const LOGIN = /^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u;
const EMAIL = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/u;
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2800]/u;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const EMOJI = /\ufe0f/g; // has the sign before it drawn in colour
const LETTER = /[\p{L}\p{N}]/u;

/** The rule a value breaks, as the server names it: `{rule, limit?}`; null when it keeps them all. */
export function broken(field, value) {
  if (value.trim() === "" && field !== "password") return { rule: "missing" };
  return value === "" ? { rule: "missing" } : CHECKS[field](value);
}

const CHECKS = {
  name(value) {
    const name = value.trim().normalize("NFKC");
    const length = [...name].length;
    if (length < SHORTEST_LOGIN) return { rule: "short", limit: SHORTEST_LOGIN };
    if (length > LONGEST_NAME) return { rule: "long", limit: LONGEST_NAME };
    return LOGIN.test(name) && !INVISIBLE.test(name) ? null : { rule: "characters" };
  },

  display_name(value) {
    const name = value.replace(EMOJI, "").trim().normalize("NFC");
    if ([...name].length > LONGEST_NAME) return { rule: "long", limit: LONGEST_NAME };
    if (HIDDEN.test(name)) return { rule: "hidden" };
    return LETTER.test(name) ? null : { rule: "letters" };
  },

  email(value) {
    const address = value.trim().normalize("NFC");
    if ([...address].length > LONGEST_EMAIL) return { rule: "long", limit: LONGEST_EMAIL };
    return EMAIL.test(address) && !HIDDEN.test(address) ? null : { rule: "form" };
  },

  password(value) {
    const password = value.normalize("NFC");
    if ([...password].length < SHORTEST_PASSWORD) return { rule: "short", limit: SHORTEST_PASSWORD };
    const bytes = new TextEncoder().encode(password).length;
    return bytes > MOST_BYTES ? { rule: "bytes", limit: MOST_BYTES } : null;
  },
};
