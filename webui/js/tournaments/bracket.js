/**
 * Where the pairings of a single or double elimination stand in its picture: boxes, lines between them, and a title
 * for each column. Pure; all lengths are in units of the picture.
 */

export const BOX = { width: 208, height: 56 };
const STEP = { x: 240, y: 76 };
const TOP = 44; // for the titles
const GAP = 40; // between winners' and losers' side
const indexes = new WeakMap(); // of a list of pairings
/** Whether nobody meets anybody in it: a bye, or a place to which only one ever comes. */
export function passes({ pairings }, one) {
  return passing(index(pairings), one);
}

/**
 * `{boxes: [{key, x, y}], lines: [[x1, y1, x2, y2]], titles: [{part, round, x, y}], width, height}`. Rounds before
 * `from` of the main part are left out, and with a `root` all that does not lead to that pairing.
 */
export function layout({ pairings }, { from = 1, root = null } = {}) {
  const known = index(pairings);
  const wanted = root && leadingTo(known, root);
  const isWanted = ({ key, part, round }) => (part !== "main" || round >= from) && (!wanted || wanted.has(key));
  const shown = pairings.filter((one) => isShown(known, one) && isWanted(one));
  const of = (...parts) => shown.filter(({ part }) => parts.includes(part));
  const main = half(of("main"), known, TOP);
  const losers = half(of("losers"), known, main.bottom + GAP + TOP);
  const boxes = new Map([...main.boxes, ...losers.boxes]);
  const last = of("final", "reset");
  const titles = [...main.titles, ...losers.titles, ...finals(last, boxes)];
  placeThird(of("third")[0], boxes, titles);
  return { boxes: [...boxes.values()], lines: lines(shown, known, boxes), titles, ...size(boxes) };
}

/**
 * The parts of a bracket that can be read from afar, for `layout`: from the first round on that is not over, at most
 * `tall` pairings one above the other.
 */
export function pages({ pairings }, tall) {
  const main = pairings.filter(({ part }) => part === "main");
  const current = main.find(({ outcome, state }) => !outcome && state !== "void") ?? main.at(-1);
  const from = Math.max(1, Math.min(current.round, main.at(-1).round - 2));
  const of = (round) => main.filter((one) => one.round === round);
  const count = of(from).length / tall;
  if (count <= 1) return [{ from }];
  const top = main.map(({ round }) => round).find((round) => of(round).length <= count);
  return of(top).map(({ key }) => ({ from, root: key }));
}

function leadingTo(known, root) {
  const found = new Set();
  const add = (key) => {
    found.add(key);
    for (const feed of known.get(key)?.feeds ?? []) if (feed?.[1]) add(feed[0]);
  };
  add(root);
  return found;
}

/** The pairings whose winner comes to this one, seen through those that are not shown. */
function sources(known, one) {
  const won = one.feeds.filter((feed) => feed?.[1]).map(([key]) => known.get(key)).filter(Boolean);
  return won.flatMap((each) => (isShown(known, each) ? [each] : sources(known, each)));
}

/** The winners' or the losers' half of the picture: rounds from left to right, each pairing in the middle of those that lead to it. */
function half(pairings, known, top) {
  const boxes = new Map();
  const columns = [...new Set(pairings.map(({ round }) => round))].toSorted((a, b) => a - b);
  const here = new Set(pairings.map(({ key }) => key));
  let free = top;
  const place = (one) => {
    if (boxes.has(one.key)) return boxes.get(one.key).y;
    const before = sources(known, one).filter(({ key }) => here.has(key)).map(place);
    const y = before.length > 0 ? (Math.min(...before) + Math.max(...before)) / 2 : free;
    if (before.length === 0) free += STEP.y;
    boxes.set(one.key, { key: one.key, x: columns.indexOf(one.round) * STEP.x, y });
    return y;
  };
  for (const one of pairings.toReversed()) if (!boxes.has(one.key)) place(one);
  const titles = columns.map((round, column) => ({ part: pairings[0].part, round, x: column * STEP.x, y: top - 26 }));
  return { boxes, titles, bottom: pairings.length > 0 ? free - STEP.y + BOX.height : top - TOP - GAP };
}

/** The last pairings of a double elimination stand to the right of both sides. */
function finals(last, boxes) {
  if (last.length === 0) return [];
  const all = [...boxes.values()];
  const right = Math.max(...all.map(({ x }) => x)) + STEP.x;
  const ends = last[0].feeds.map((feed) => boxes.get(feed?.[0])?.y).filter((y) => y !== undefined);
  const y = ends.length > 0 ? (Math.min(...ends) + Math.max(...ends)) / 2 : TOP;
  return last.map((one, place) => {
    const x = right + place * STEP.x;
    boxes.set(one.key, { key: one.key, x, y });
    return { part: one.part, round: 1, x, y: y - 26 };
  });
}

/** The match for the third place stands below the final. */
function placeThird(third, boxes, titles) {
  if (!third) return;
  const final = [...boxes.values()].toSorted((a, b) => b.x - a.x)[0] ?? { x: 0, y: TOP };
  const y = final.y + BOX.height + TOP + 20;
  boxes.set(third.key, { key: third.key, x: final.x, y });
  titles.push({ part: "third", round: 1, x: final.x, y: y - 26 });
}

function lines(shown, known, boxes) {
  return shown.flatMap((one) => {
    if (one.part === "third") return [];
    const to = boxes.get(one.key);
    const ends = sources(known, one).map(({ key }) => boxes.get(key)).filter((from) => from && from.x < to.x);
    return ends.map((from) => [from.x + BOX.width, from.y + BOX.height / 2, to.x, to.y + BOX.height / 2]);
  });
}

function size(boxes) {
  const all = [...boxes.values()];
  const width = Math.max(BOX.width, ...all.map(({ x }) => x + BOX.width));
  return { width, height: Math.max(TOP, ...all.map(({ y }) => y + BOX.height)) };
}

function isShown(known, one) {
  return one.state !== "void" && !passing(known, one);
}

function passing(known, one) {
  return one.outcome?.cause === "bye" || known.vacant.get(one.key).some(Boolean);
}

/** The pairings by key; and of each, to which of its sides nobody ever comes, by the draw. */
function index(pairings) {
  if (!indexes.has(pairings)) {
    const known = new Map(pairings.map((one) => [one.key, one]));
    known.vacant = new Map();
    for (const one of pairings) known.vacant.set(one.key, [0, 1].map((side) => isVacant(known, one, side)));
    indexes.set(pairings, known);
  }
  return indexes.get(pairings);
}

/** Sources come first in the list, so what is vacant there is known. */
function isVacant(known, { entrants, feeds }, side) {
  if (entrants[side] !== null) return false;
  if (!feeds[side]) return true;
  const [key, wins] = feeds[side];
  const byes = (known.vacant.get(key) ?? []).filter(Boolean).length;
  return wins ? byes === 2 : byes > 0;
}
