/**
 * The rules for the fields of an account, as in gateway/auth/rules.py; tests check both against
 * tests/webui/fields.json. Only the server can tell how strong a password is.
 */

import { MOST_MARKS, asKept, hasHidden, hasStack, isJoiner, isLetter } from "./characters.js";
import { isVisible, namesAccount, trimmed } from "./characters.js";

const LONGEST_NAME = 24;
const SHORTEST_LOGIN = 3;
const LONGEST_EMAIL = 254;
const SHORTEST_PASSWORD = 8;
const MOST_BYTES = 72; // bcrypt reads no more

const PUNCTUATION = "._-";
const RESERVED = new Set(["deleted player", "rally ai", "player 2", "rally"]); // names that the game gives
const EMAIL = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/u;
/** The rule that a value breaks, by the server's name: `{rule, limit?}`; null if it breaks none. */
export function broken(field, value) {
  if (trimmed(value) === "" && field !== "password") return { rule: "missing" };
  return value === "" ? { rule: "missing" } : CHECKS[field](value);
}

const CHECKS = {
  name(value) {
    const typed = asKept(trimmed(value));
    if (typed === "") return { rule: "missing" };
    // Before the text is normalized, so that unknown characters are refused and not changed.
    if (![...typed].every((c) => isVisible(c) || isJoiner(c))) return { rule: "characters" };
    const name = typed.normalize("NFKC");
    const characters = [...name];
    if (characters.length < SHORTEST_LOGIN) return { rule: "short", limit: SHORTEST_LOGIN };
    if (characters.length > LONGEST_NAME) return { rule: "long", limit: LONGEST_NAME };
    const fits = characters.every((c) => namesAccount(c) || PUNCTUATION.includes(c));
    if (!fits || !isLetter(characters[0]) || hasHidden(name)) return { rule: "characters" };
    return hasStack(name) ? { rule: "marks", limit: MOST_MARKS } : null;
  },

  display_name(value) {
    const typed = asKept(trimmed(value));
    if (typed === "") return { rule: "missing" };
    if (hasHidden(typed)) return { rule: "hidden" };
    const name = typed.normalize("NFC");
    const characters = [...name];
    if (characters.length > LONGEST_NAME) return { rule: "long", limit: LONGEST_NAME };
    if (hasStack(name)) return { rule: "marks", limit: MOST_MARKS };
    if (!characters.some(isLetter)) return { rule: "letters" };
    return RESERVED.has(key(name)) ? { rule: "reserved" } : null;
  },

  email(value) {
    const typed = trimmed(value);
    if (![...typed].every(isVisible)) return { rule: "form" };
    const address = typed.normalize("NFC");
    if ([...address].length > LONGEST_EMAIL) return { rule: "long", limit: LONGEST_EMAIL };
    return EMAIL.test(address) ? null : { rule: "form" };
  },

  password(value) {
    const password = value.normalize("NFC");
    if ([...password].length < SHORTEST_PASSWORD) return { rule: "short", limit: SHORTEST_PASSWORD };
    const bytes = new TextEncoder().encode(password).length;
    return bytes > MOST_BYTES ? { rule: "bytes", limit: MOST_BYTES } : null;
  },
};

/** The key by which a name is compared with the reserved names. */
function key(name) {
  return [...name.normalize("NFKC")].filter(isVisible).join("").toLowerCase().split(/\s+/).join(" ");
}
