/**
 * Which characters a text of people may have, as gateway/auth/characters.py has it: by the same
 * tables, so that page and server agree though each has a Unicode of its own.
 */

import { JOINS_NEXT, JOINS_PREVIOUS, VIRAMAS } from "./character_tables.js";
import { HAN, LETTERS, LOGIN, MARKS, PICTURES, SHAPED, VISIBLE } from "./character_tables.js";

const ZWNJ = "\u200c"; // parts the letters beside it
const ZWJ = "\u200d"; // joins them
const AS_TEXT = "\ufe0e"; // has the sign before it drawn as a letter
const AS_EMOJI = "\ufe0f"; // has it drawn as an emoji
const MONGOLIAN = [0x1820, 0x18aa];
const VARIANTS = "\u180b\u180c\u180d\u180e\u180f"; // they choose among the forms of its letters
const GLYPHS = [0xe0100, 0xe01ef]; // among the forms of Chinese and Japanese ones
const SHIFTERS = "\u17c9\u17ca"; // Khmer signs that look otherwise before a joiner
const FLAG = "\u{1f3f4}";
// Of England, Scotland and Wales: a black flag and letters that nobody sees.
const FLAGS = ["eng", "sct", "wls"].map((part) => FLAG + [..."gb", ...part].map(tag).join("") + "\u{e007f}");
const AROUND = /^[ \t\n\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+|[ \t\n\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+$/g;
const SKINS = [0x1f3fb, 0x1f3ff];
export const MOST_MARKS = 4; // in a row

const borders = new Map();

/** Whether a character is in a table; none is in none. */
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

/**
 * A text without what nobody sees and what changes nothing where it stands: a joiner beside letters
 * that could be joined elsewhere, and a wish for an emoji or a letter after what is neither.
 */
export function asKept(text) {
  const kept = [];
  const characters = [...text];
  for (const [at, character] of characters.entries()) {
    if (!isIdle(character, kept, characters.slice(at + 1))) kept.push(character);
  }
  return kept.join("");
}

/** Whether there is anything in a text that nobody sees, where it has nothing to do. */
export function hasHidden(text) {
  const seen = [...FLAGS.reduce((rest, flag) => rest.replaceAll(flag, FLAG), text)];
  return !seen.every((character, at) => isInPlace(character, seen.slice(0, at), seen.slice(at + 1)));
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

/** Bengali ra with a ya after it, and its like: The Unicode Standard, section 12.2. */
function isBeforeVirama(before, after) {
  return isIn(LETTERS, before.at(-1)) && isIn(VIRAMAS, after[0]);
}

/** Letters of Arabic and its like that would join: RFC 5892, appendix A.1. */
function isBetweenJoined(before, after) {
  const left = before.findLast((c) => !isIn(MARKS, c));
  const right = after.find((c) => !isIn(MARKS, c));
  return isIn(JOINS_NEXT, left) && isIn(JOINS_PREVIOUS, right);
}

/** Emoji that make one: UTS #51. What is before may have a skin, or the wish for an emoji. */
function isBetweenPictures(before, after) {
  const left = before.findLast((c) => c !== AS_EMOJI && !isWithin(SKINS, c));
  return isIn(PICTURES, left) && isIn(PICTURES, after[0]);
}

function isWithin([first, last], character) {
  const point = character ? character.codePointAt(0) : -1;
  return point >= first && point <= last;
}

/** Whether the wish for an emoji means something here: of a digit, it makes a key. */
function isDrawn(character) {
  return isIn(PICTURES, character) || (Boolean(character) && "0123456789#*".includes(character));
}
