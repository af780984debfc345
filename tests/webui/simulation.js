/** Simulates, in virtual time, a server that plays by the twin of the rules, two pages, and the network. */

import { apply, effective } from "../../webui/js/game/apply.js";
import { height } from "../../webui/js/game/ball.js";
import { index } from "../../webui/js/game/court.js";
import { newGame } from "../../webui/js/game/game.js";
import { steer, widen } from "../../webui/js/game/inputs.js";
import { MatchModel } from "../../webui/js/game/match_model.js";
import { advance, nextContact } from "../../webui/js/game/rally.js";
import { mix } from "../../webui/js/game/seeded.js";
import { Clock } from "../../webui/js/net/clock.js";

export const STARTS = 1_763_892_000_000;

/** A seeded random generator of numbers in [0, 1). */
export function dice(seed) {
  let state = mix(seed);
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix(state) / 2 ** 32;
  };
}

/** Virtual time: it runs actions in order of their times (ms); those of the same time in order of arrival. */
export class Time {
  #due = [];
  #order = 0;
  now = STARTS - 4000;

  at(time, action) {
    this.#order += 1;
    this.#due.push({ time: Math.max(time, this.now), order: this.#order, action });
  }

  run(until) {
    while (!until()) {
      let first = 0;
      for (let place = 1; place < this.#due.length; place += 1) {
        const [a, b] = [this.#due[place], this.#due[first]];
        if (a.time < b.time || (a.time === b.time && a.order < b.order)) first = place;
      }
      const [{ time, action }] = this.#due.splice(first, 1);
      this.now = time;
      action();
    }
  }
}

/** One direction of a connection: messages arrive in order, after `delay` ± `jitter` ms. */
function oneWay(time, random, { delay, jitter }) {
  let last = 0;
  return (action) => {
    last = Math.max(last, time.now + delay + (random() * 2 - 1) * jitter);
    time.at(last, action);
  };
}

/** A small match actor. */
export class Server {
  constructor(time, { seed, windows, settings }) {
    this.time = time;
    this.settings = { points: 1000, win_by_two: false, ...settings };
    this.hits = 0;
    this.listeners = [];
    const game = newGame(this.settings, seed);
    // As when the windows are known before the first serve is made.
    const flight = { ...game.flight, window: windows[index(game.flight.side)] };
    this.game = { ...game, flight };
    for (const side of [-1, 1]) [this.game] = apply(this.game, widen(0, side, windows[index(side)]));
    time.at(STARTS, () => this.#sleep());
  }

  matchTime(at) {
    return (at - STARTS) / 1000;
  }

  view(side) {
    const paddles = this.game.paddles.map(({ segments }) => segments.at(-1));
    const { flight } = this.game;
    return { t: "match", phase: "countdown", settings: this.settings, sides: [side], time: 0, starts: STARTS, flight, paddles };
  }

  press(side, dir, at) {
    this.#step(advance(this.game, this.matchTime(this.time.now)));
    const { segments } = this.game.paddles[index(side)];
    if (segments.at(-1).direction === dir) return;
    const claimed = this.matchTime(at);
    const honoured = effective(this.game, side, claimed);
    this.#step(apply(this.game, steer(honoured, side, dir)));
    const { since, y, direction } = this.game.paddles[index(side)].segments.at(-1);
    const told = { t: "paddle", side, since, y, direction, at };
    this.tell(told, honoured === claimed ? side : null);
    this.#sleep();
  }

  #sleep() {
    const due = nextContact(this.game);
    this.time.at(STARTS + due * 1000, () => {
      if (nextContact(this.game) !== due) return;
      this.#step(advance(this.game, due));
      this.#sleep();
    });
  }

  #step([game, events]) {
    const before = this.game;
    this.game = game;
    const scored = events.find(({ type }) => type === "scored");
    this.hits += events.filter(({ type }) => type === "hit").length;
    if (scored) this.tell({ t: "point", side: scored.side, time: scored.at, flight: game.flight });
    else if (game.flight !== before.flight) this.tell({ t: "flight", flight: game.flight });
  }

  /** Send a frame to all pages but one, which knows it already. */
  tell(frame, but = null) {
    for (const [side, listener] of this.listeners) if (side !== but) listener(frame);
  }
}

/** A page with a player who sees the model's flight and presses keys, often at the last moment. */
export class Page {
  corrections = [];
  pictures = [];
  #key = 0;
  #flight = -1;
  #aim = 0;

  constructor(time, server, { side, seed, network, fps }) {
    this.side = side;
    this.random = dice(seed);
    const shift = this.random() * 1e6; // where the page's own clock began
    this.up = oneWay(time, dice(seed + 1), network);
    this.down = oneWay(time, dice(seed + 2), network);
    this.local = () => time.now - STARTS + shift;
    this.clock = new Clock(this.local);
    this.time = time;
    this.server = server;
    this.model = new MatchModel({
      delay: () => this.clock.delay,
      onCorrection: (distance) => this.corrections.push(distance),
    });
    const hear = (frame) => this.down(() => this.model.receive(frame, this.clock.now()));
    server.listeners.push([side, hear]);
    for (let ping = 0; ping < 16; ping += 1) time.at(time.now + ping * 100, () => this.#ping());
    this.#every(2000, () => this.#ping());
    hear(server.view(side));
    this.#every(() => 15 + this.random() * 70, () => this.#play());
    this.#every(1000 / fps, () => this.#look());
  }

  #every(pause, action) {
    action();
    const wait = typeof pause === "number" ? pause : pause();
    this.time.at(this.time.now + wait, () => this.#every(pause, action));
  }

  #ping() {
    const at = this.local();
    this.up(() => {
      const now = Math.floor(this.time.now);
      this.down(() => this.clock.sample(at, now));
    });
  }

  /** Look at the picture; `t` is real time, for measuring. */
  #look() {
    const now = this.clock.now();
    const picture = this.model.drawn(now);
    if (picture && this.time.now > STARTS) this.pictures.push({ t: this.time.now, ...picture });
  }

  #play() {
    const picture = this.model.drawn(this.clock.now());
    if (!picture) return;
    const { flight, paddles } = picture;
    if (flight.number !== this.#flight) {
      this.#flight = flight.number;
      this.#aim = (this.random() * 2 - 1) * 1.55;
    }
    const coming = flight.side === this.side;
    const goal = coming ? height(flight, flight.contact) + this.#aim : 0;
    const way = goal - paddles[index(this.side)];
    const nervous = this.random() < 0.15;
    const dir = nervous ? Math.floor(this.random() * 3) - 1 : Math.abs(way) < 0.5 ? 0 : Math.sign(way);
    if (dir === this.#key) return;
    this.#key = dir;
    const at = this.model.press(this.side, dir, this.clock.now());
    this.up(() => this.server.press(this.side, dir, at));
  }
}
