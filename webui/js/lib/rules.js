/**
 * What may be in the fields of an account, as gateway/auth/rules.py has it; both are held to
 * tests/webui/fields.json. How strong a password is, only the server can tell.
 */

import { MOST_MARKS, asKept, hasHidden, hasStack, isJoiner, isLetter } from "./characters.js";
import { isVisible, namesAccount, trimmed } from "./characters.js";

const LONGEST_NAME = 24;
const SHORTEST_LOGIN = 3;
const LONGEST_EMAIL = 254;
const SHORTEST_PASSWORD = 8;
const MOST_BYTES = 72; // what bcrypt reads

const PUNCTUATION = "._-";
const RESERVED = new Set(["deleted player", "rally ai", "player 2", "rally"]); // the game gives them
const EMAIL = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/u;
/** The rule a value breaks, as the server names it: `{rule, limit?}`; null when it keeps them all. */
export function broken(field, value) {
  if (trimmed(value) === "" && field !== "password") return { rule: "missing" };
  return value === "" ? { rule: "missing" } : CHECKS[field](value);
}

const CHECKS = {
  name(value) {
    const typed = asKept(trimmed(value));
    if (typed === "") return { rule: "missing" };
    // Before it is spelt, so that what an old table does not know is refused and not respelt.
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

/** By which two names are the same, as far as reserved ones go. */
function key(name) {
  return [...name.normalize("NFKC")].filter(isVisible).join("").toLowerCase().split(/\s+/).join(" ");
}
