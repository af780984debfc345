/**
 * Estimates how hard a new password is to guess, while it is typed. The server decides in the end (by
 * zxcvbn); this estimate is rather too low than too high.
 */

const COMMON = `password passwort passw qwerty qwertz azerty letmein welcome iloveyou monkey dragon football
baseball sunshine princess master superman batman shadow michael jordan trustno login admin
rally pong abc qaz wsx asdf zxcv hello secret summer winter spring autumn charlie pepper ginger
hunter starwars pokemon killer freedom whatever computer internet chocolate`.split(/\s+/);
const DISGUISES = { "@": "a", 0: "o", 1: "i", 3: "e", 4: "a", 5: "s", 7: "t", $: "s" };
const ROWS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm"];
const LEAST_BITS = [0, 18, 28, 37];
const WORD = 12.5; // bits of a word from a list of common words
const LETTER = 4.7;
const DIGIT = 3.3;
const SIGN = 5;
const ALONE = 2; // bits of a single character: zigzags over the keys are made of those

/** From 0 (nothing) to 4 (strong); the server should accept 3 and more. `known` are names of the owner. */
export function strength(password, known = []) {
  if (password === "") return 0;
  const bits = guess(password, known);
  return 1 + LEAST_BITS.findLastIndex((least) => bits >= least);
}

/** About how many bits must be guessed by somebody who tries words, rows of keys and repeats first. */
function guess(password, known) {
  let rest = password.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ").toLowerCase(); // OneTwo is two words
  rest = rest.replace(/(.{2,}?)\1+/gu, "$1"); // repeats add nothing
  const plain = undisguised(rest);
  if (plain !== rest && COMMON.some((word) => plain.includes(word) && !rest.includes(word))) rest = plain;
  const words = [...COMMON, ...known.flatMap(parts)];
  let bits = 0;
  for (const word of words) {
    if (word.length < 3 || !rest.includes(word)) continue;
    rest = rest.replaceAll(word, " ");
    bits += 3;
  }
  for (const run of rest.match(/\p{L}+|\p{N}+|[^\p{L}\p{N}\s]+/gu) ?? []) bits += runBits(run);
  return bits;
}

function parts(name) {
  return name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
}

function undisguised(text) {
  return text.replace(/[@013457$]/g, (sign) => DISGUISES[sign]);
}

function runBits(run) {
  const shorter = run.replace(/(.+?)\1+/gu, "$1");
  if (ROWS.some((row) => shorter.length > 2 && (row.includes(shorter) || row.includes(reversed(shorter))))) return 4;
  const length = [...shorter].length;
  if (length === 1) return ALONE;
  if (/\p{N}/u.test(shorter)) return /^(19|20)\d\d$/.test(shorter) ? 6 : length * DIGIT;
  if (/\p{L}/u.test(shorter)) return Math.min(length * LETTER, WORD + Math.max(0, length - 8));
  return length * SIGN;
}

function reversed(text) {
  return [...text].toReversed().join("");
}
