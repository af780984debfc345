/** Looks up texts by key in the catalogue of the language. */

import { en } from "./en.js";

const LANGUAGE = "en";
const texts = { ...en };
const plural = new Intl.PluralRules(LANGUAGE);

/** Take in the texts of what is loaded later. */
export function add(more) {
  Object.assign(texts, more);
}

/**
 * The text of `key`, with `{name}` replaced from `values`. If an entry has `one` and `other`,
 * `values.count` chooses. An unknown key is returned as it is: wrong, but visible, and no page breaks.
 */
export function t(key, values = {}) {
  const entry = texts[key];
  if (entry === undefined) return key;
  const text = typeof entry === "string" ? entry : (entry[plural.select(values.count)] ?? entry.other);
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Whether there is an entry; for keys that are made of what the server says. */
export function has(key) {
  return Object.hasOwn(texts, key);
}

/** A length of time in words: 194 -> "3 min 14 s". `seconds` is rounded down. */
export function duration(seconds) {
  const whole = Math.floor(seconds);
  if (whole < 60) return t("time.seconds", { seconds: whole });
  const parts = { minutes: Math.floor(whole / 60), seconds: whole % 60 };
  return t(parts.seconds === 0 ? "time.whole" : "time.minutes", parts);
}
