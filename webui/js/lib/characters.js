/**
 * Which characters a text that people type may have. This is the twin of gateway/auth/characters.py
 * and uses the same tables, so page and server agree although each has its own version of Unicode.
 */

import { JOINS_NEXT, JOINS_PREVIOUS, VIRAMAS } from "./character_tables.js";
import { HAN, LETTERS, LOGIN, MARKS, PICTURES, SHAPED, VISIBLE } from "./character_tables.js";

const ZWNJ = "\u200c"; // separates the letters beside it
const ZWJ = "\u200d"; // joins them
const AS_TEXT = "\ufe0e"; // asks to draw the character before it as text
const AS_EMOJI = "\ufe0f"; // asks to draw it as an emoji
const MONGOLIAN = [0x1820, 0x18aa];
const VARIANTS = "\u180b\u180c\u180d\u180e\u180f"; // they choose a form of a Mongolian letter
const GLYPHS = [0xe0100, 0xe01ef]; // these choose a form of a Chinese or Japanese character
const SHIFTERS = "\u17c9\u17ca"; // Khmer signs that look different before a joiner
const FLAG = "\u{1f3f4}";
// The flags of England, Scotland and Wales are a black flag and invisible letters.
const FLAGS = ["eng", "sct", "wls"].map((part) => FLAG + [..."gb", ...part].map(tag).join("") + "\u{e007f}");
const AROUND = /^[ \t\n\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+|[ \t\n\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+$/g;
const SKINS = [0x1f3fb, 0x1f3ff];
export const MOST_MARKS = 4; // in a row

const borders = new Map();

/** Whether a character is in a table; false if there is no character. */
function isIn(table, character) {
  if (!character) return false;
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

/** Whether a log-in name may have a character: a letter, digit or mark of a used script, or a joiner. */
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

/**
 * A text without invisible characters that change nothing where they stand: joiners beside letters that
 * could be joined in another place, and U+FE0E or U+FE0F after a character that has no such form.
 */
export function asKept(text) {
  const kept = [];
  const characters = [...text];
  for (const [at, character] of characters.entries()) {
    if (!isIdle(character, kept, characters.slice(at + 1))) kept.push(character);
  }
  return kept.join("");
}

/** Whether a text has an invisible character in a place where it is not allowed. */
export function hasHidden(text) {
  const seen = [...FLAGS.reduce((rest, flag) => rest.replaceAll(flag, FLAG), text)];
  return !seen.every((character, at) => isInPlace(character, seen.slice(0, at), seen.slice(at + 1)));
}

/** Whether a letter has too many marks, has the same mark twice in a row, or a mark has no letter. */
export function hasStack(text) {
  let row = [];
  const characters = [...text.normalize("NFD")];
  for (const [at, character] of characters.entries()) {
    if (!isIn(MARKS, character)) {
      row = [];
      continue;
    }
    const bare = at === 0 || trimmed(characters[at - 1]) === "";
    if (bare || row.includes(character) || row.length === MOST_MARKS) return true;
    row.push(character);
  }
  return false;
}

function isIdle(character, before, after) {
  if (isJoiner(character)) {
    const shaped = isIn(SHAPED, before.at(-1)) || isIn(SHAPED, after[0]);
    return shaped && (isJoiner(after[0]) || !isInPlace(character, before, after));
  }
  if (character === AS_TEXT) return isDrawn(before.at(-1));
  return character === AS_EMOJI && !isDrawn(before.at(-1));
}

function isInPlace(character, before, after) {
  if (character === ZWNJ) return isAfterVirama(before) || isBetweenJoined(before, after);
  if (character === ZWJ) {
    return isAfterVirama(before) || isBeforeVirama(before, after) || isBetweenPictures(before, after);
  }
  if (VARIANTS.includes(character)) return isWithin(MONGOLIAN, before.at(-1));
  if (isWithin(GLYPHS, character)) return isIn(HAN, before.at(-1));
  return character === AS_EMOJI || isVisible(character);
}

/** Conjuncts of Indic letters: RFC 5892, appendix A; Khmer: The Unicode Standard, 16.4. */
function isAfterVirama(before) {
  return isIn(VIRAMAS, before.at(-1)) || (before.length > 0 && SHIFTERS.includes(before.at(-1)));
}

/** Bengali ra with a ya after it, and similar ones: The Unicode Standard, section 12.2. */
function isBeforeVirama(before, after) {
  return isIn(LETTERS, before.at(-1)) && isIn(VIRAMAS, after[0]);
}

/** Letters of Arabic and similar scripts that would join: RFC 5892, appendix A.1. */
function isBetweenJoined(before, after) {
  const left = before.findLast((c) => !isIn(MARKS, c));
  const right = after.find((c) => !isIn(MARKS, c));
  return isIn(JOINS_NEXT, left) && isIn(JOINS_PREVIOUS, right);
}

/** Emoji that are joined into one: UTS #51. The first may have a skin tone, or U+FE0F. */
function isBetweenPictures(before, after) {
  const left = before.findLast((c) => c !== AS_EMOJI && !isWithin(SKINS, c));
  return isIn(PICTURES, left) && isIn(PICTURES, after[0]);
}

function isWithin([first, last], character) {
  const point = character ? character.codePointAt(0) : -1;
  return point >= first && point <= last;
}

/** Whether U+FE0F has an effect after this character; it makes a key of a digit. */
function isDrawn(character) {
  return isIn(PICTURES, character) || (Boolean(character) && "0123456789#*".includes(character));
}
