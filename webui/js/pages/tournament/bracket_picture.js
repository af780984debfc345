/** The bracket as a picture: it is drawn once, and a box changes when its pairing does. */

import { t } from "../../i18n/t.js";
import { svg } from "../../lib/dom.js";
import { BOX, layout } from "../../tournaments/bracket.js";
import { entrant, liveMatch, score } from "../../tournaments/model.js";
import { numberOf } from "../../tournaments/numbers.js";
import { sayRound, saySide, sayWin } from "../../tournaments/words.js";
import { fit } from "./fit.js";

const ROW = BOX.height / 2;

export class BracketPicture {
  #boxes = new Map(); // key -> {pairing, parts}
  #shape = "";

  /** `open(match)` is called when the box of a match that is played is clicked. `part` is what `layout` is told. */
  constructor({ me = null, open = () => {}, part = {} }) {
    this.part = part;
    this.me = me;
    this.open = open;
    this.element = svg("svg", { class: "bracket", "aria-hidden": "true", preserveAspectRatio: "xMidYMin" });
  }

  update(model) {
    const picture = layout(model, this.part);
    const shape = [model.entrants.length, ...picture.boxes.map(({ key, x, y }) => `${key} ${x} ${y}`)].join();
    const known = new Map(model.pairings.map((one) => [one.key, one]));
    if (shape !== this.#shape) this.#draw(model, picture, known);
    this.#shape = shape;
    for (const [key, box] of this.#boxes) if (box.pairing !== known.get(key)) this.#fill(model, box, known.get(key));
    this.#names(model);
  }

  #draw(model, { boxes, height, lines, titles, width }, known) {
    this.element.setAttribute("viewBox", `-2 0 ${width + 4} ${height + 4}`);
    this.element.style.setProperty("--width", width + 4);
    this.element.style.setProperty("--height", height + 4);
    const paths = lines.map(([x1, y1, x2, y2]) => svg("path", { class: "bracket-line", d: elbow(x1, y1, x2, y2) }));
    const words = titles.map(({ part, round, x, y }) => svg("text", { class: "bracket-title", x, y }, sayRound(model, part, round)));
    this.#boxes = new Map(boxes.map((box) => [box.key, { ...emptyBox(box, this.open), pairing: null }]));
    for (const [key, box] of this.#boxes) this.#fill(model, box, known.get(key));
    const drawn = [...this.#boxes.values()].map(({ group }) => group);
    this.element.replaceChildren(...paths, ...words, ...drawn);
  }

  /** The side of a pairing may be named by another pairing, or an entrant may have been replaced. */
  #names(model) {
    if (this.entrants === model.entrants) return;
    this.entrants = model.entrants;
    for (const box of this.#boxes.values()) this.#fill(model, box, box.pairing);
  }

  #fill(model, box, one) {
    box.pairing = one;
    const points = score(model, one);
    const live = liveMatch(one);
    box.group.setAttribute("class", `bracket-box ${one.state} ${live ? "live" : ""}`);
    box.match = live?.match ?? null;
    box.number.textContent = leadsOn(model, one) ? (numberOf(model, one) ?? "") : "";
    for (const side of [0, 1]) {
      const { mark, name, points: number, row, seed } = box.rows[side];
      const who = entrant(model, one.entrants[side]);
      const won = one.outcome?.winner === side;
      const lost = Boolean(one.outcome) && !won;
      const mine = who && who.player !== null && who.player === this.me;
      row.setAttribute("class", ["bracket-row", won && "won", lost && "lost", mine && "mine", who ? "" : "unknown"].filter(Boolean).join(" "));
      name.textContent = who ? fit(who) : saySide(model, one, side);
      seed.textContent = who?.seed ?? "";
      number.textContent = points ? points[side] : "";
      mark.textContent = markOf(one, side);
    }
  }
}

/** Whether others come from it, and name it by its number. */
function leadsOn({ pairings }, { key }) {
  return pairings.some(({ feeds }) => feeds.some((feed) => feed?.[0] === key));
}

/** What stands in place of points: ready, or a win without play. */
function markOf({ matches, outcome, ready, state }, side) {
  if (state === "called" && ready[side]) return t("tour.mark.ready");
  return matches.length === 0 && outcome?.winner === side ? sayWin(outcome) : "";
}

function emptyBox({ key, x, y }, open) {
  const rows = [0, 1].map((side) => emptyRow(side));
  const number = svg("text", { class: "bracket-number", x: 1, y: -8 });
  const group = svg("g", { transform: `translate(${x} ${y})`, "data-key": key }, [
    svg("rect", { class: "bracket-back", width: BOX.width, height: BOX.height, rx: 4 }),
    rows.map(({ row }) => row),
    number,
    svg("path", { class: "bracket-middle", d: `M0 ${ROW}H${BOX.width}` }),
  ]);
  const box = { group, number, rows, match: null };
  group.addEventListener("click", () => box.match && open(box.match));
  return box;
}

function emptyRow(side) {
  const y = side * ROW;
  const text = (name, x) => svg("text", { class: name, x, y: y + ROW / 2 });
  const [seed, name] = [text("bracket-seed", 24), text("bracket-name", 32)];
  const [points, mark] = [text("bracket-points", BOX.width - 10), text("bracket-mark", BOX.width - 10)];
  const bar = svg("rect", { class: "bracket-bar", y: y + 3, x: 0, width: 3, height: ROW - 6 });
  return { row: svg("g", {}, bar, seed, name, points, mark), seed, name, points, mark };
}

function elbow(x1, y1, x2, y2) {
  const middle = x2 - 16;
  return `M${x1} ${y1}H${middle}V${y2}H${x2}`;
}
