/**
 * Which characters a text of people may have, as gateway/auth/characters.py has it: by the same
 * tables, so that page and server agree though each has a Unicode of its own.
 */

import { JOINS_NEXT, JOINS_PREVIOUS, VIRAMAS } from "./character_tables.js";
import { LETTERS, LOGIN, MARKS, PICTURES, VISIBLE } from "./character_tables.js";

const ZWNJ = "\u200c"; // parts the letters beside it
const ZWJ = "\u200d"; // joins them
const AS_EMOJI = "\ufe0f"; // has the sign before it drawn as an emoji
const FLAG = "\u{1f3f4}";
// Of England, Scotland and Wales: a black flag and letters that nobody sees.
const FLAGS = ["eng", "sct", "wls"].map((part) => FLAG + [..."gb", ...part].map(tag).join("") + "\u{e007f}");
const AROUND = /^[ \t\n\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+|[ \t\n\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+$/g;
const SKINS = [0x1f3fb, 0x1f3ff];
export const MOST_MARKS = 4; // in a row

const borders = new Map();

/** Whether a character is in a table. */
function isIn(table, character) {
  if (!borders.has(table)) borders.set(table, decoded(table));
  const found = borders.get(table);
  const point = character.codePointAt(0);
  let [low, high] = [0, found.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (found[middle] <= point) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}

function decoded(table) {
  let at = 0;
  return table.split(" ").map((number) => (at += parseInt(number, 36)));
}

function tag(letter) {
  return String.fromCodePoint(0xe0000 + letter.codePointAt(0));
}

export function isVisible(character) {
  return isIn(VISIBLE, character);
}

export function isLetter(character) {
  return isIn(LETTERS, character);
}

/** Whether a log-in name may have it: a letter, digit or mark of a script in use, or a joiner. */
export function namesAccount(character) {
  return isIn(LOGIN, character) || isJoiner(character);
}

export function isJoiner(character) {
  return character === ZWNJ || character === ZWJ;
}

/** A text without the spaces around it. */
export function trimmed(text) {
  return text.replace(AROUND, "");
}

/** A text without what changes nothing: a wish for an emoji after what can be none. */
export function asKept(text) {
  const characters = [...text];
  return characters.filter((c, at) => c !== AS_EMOJI || (at > 0 && isDrawn(characters[at - 1]))).join("");
}

/** Whether there is anything in a text that nobody sees, where it has nothing to do. */
export function hasHidden(text) {
  const seen = [...FLAGS.reduce((rest, flag) => rest.replaceAll(flag, FLAG), text)];
  return !seen.every((_, at) => isInPlace(seen, at));
}

/** Whether marks are heaped up on a letter, one of them is twice, or has no letter. */
export function hasStack(text) {
  let row = [];
  const characters = [...text.normalize("NFD")];
  for (const [at, character] of characters.entries()) {
    if (!isIn(MARKS, character)) {
      row = [];
      continue;
    }
    const bare = at === 0 || trimmed(characters[at - 1]) === "";
    if (bare || row.at(-1) === character || row.length === MOST_MARKS) return true;
    row.push(character);
  }
  return false;
}

function isInPlace(text, at) {
  const character = text[at];
  if (character === ZWNJ) return isAfterVirama(text, at) || isBetweenJoined(text, at);
  if (character === ZWJ) {
    return isAfterVirama(text, at) || isBeforeVirama(text, at) || isBetweenPictures(text, at);
  }
  return character === AS_EMOJI || isVisible(character);
}

/** Conjuncts of Indic letters: RFC 5892, appendix A. */
function isAfterVirama(text, at) {
  return at > 0 && isIn(VIRAMAS, text[at - 1]);
}

/** Bengali ra with a ya after it, and its like: The Unicode Standard, section 12.2. */
function isBeforeVirama(text, at) {
  return at > 0 && at < text.length - 1 && isLetter(text[at - 1]) && isIn(VIRAMAS, text[at + 1]);
}

/** Letters of Arabic and its like that would join: RFC 5892, appendix A.1. */
function isBetweenJoined(text, at) {
  const before = text.slice(0, at).findLast((c) => !isIn(MARKS, c));
  const after = text.slice(at + 1).find((c) => !isIn(MARKS, c));
  return Boolean(before && after) && isIn(JOINS_NEXT, before) && isIn(JOINS_PREVIOUS, after);
}

/** Emoji that make one: UTS #51. What is before may have a skin, or the wish for an emoji. */
function isBetweenPictures(text, at) {
  const before = text.slice(0, at).findLast((c) => c !== AS_EMOJI && !isSkin(c));
  return Boolean(before) && at < text.length - 1 && isIn(PICTURES, before) && isIn(PICTURES, text[at + 1]);
}

function isSkin(character) {
  const point = character.codePointAt(0);
  return point >= SKINS[0] && point <= SKINS[1];
}

/** Whether the wish for an emoji means something here: of a digit, it makes a key. */
function isDrawn(character) {
  return isIn(PICTURES, character) || "0123456789#*".includes(character);
}
