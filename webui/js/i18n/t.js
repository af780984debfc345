/** Text by key, from the catalogue of the language. */

import { en } from "./en.js";

const LANGUAGE = "en";
const plural = new Intl.PluralRules(LANGUAGE);

/**
 * The text of `key` with `{name}` replaced from `values`. An entry with `one` and `other` is chosen by
 * `values.count`. An unknown key comes back as it is: wrong, but visible, and it breaks no page.
 */
export function t(key, values = {}) {
  const entry = en[key];
  if (entry === undefined) return key;
  const text = typeof entry === "string" ? entry : (entry[plural.select(values.count)] ?? entry.other);
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Is there an entry? For keys made of what the server says. */
export function has(key) {
  return Object.hasOwn(en, key);
}

/** A length of time in words: 194 -> "3 min 14 s". `seconds` is rounded down. */
export function duration(seconds) {
  const whole = Math.floor(seconds);
  if (whole < 60) return t("time.seconds", { seconds: whole });
  const parts = { minutes: Math.floor(whole / 60), seconds: whole % 60 };
  return t(parts.seconds === 0 ? "time.whole" : "time.minutes", parts);
}
