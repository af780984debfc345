/**
 * The court of a match. It shows the match and plays the own seats by the keyboard, and by a finger on
 * the own half; `watching`: only shows it.
 *
 * Its element fires two bubbling events that tell how play feels. "correction": news put the ball
 * elsewhere than it was drawn, by detail.distance (court units), detail.share of the court's height.
 * "contact": the ball was drawn at the paddle of detail.side; detail.own: this page predicted it.
 */

import { HALF_HEIGHT } from "../game/court.js";
import { MatchModel } from "../game/match_model.js";
import { Component } from "../lib/component.js";
import { isTakenForAway } from "../net/match_state.js";
import { h, listen } from "../lib/dom.js";
import { Drag } from "./drag.js";
import { Keyboard } from "./keyboard.js";
import { Painter } from "./painter.js";

/** Milliseconds within which an `enter` is answered; until then, news may be older than it. */
const ENTER_EVERY = 2000;
const FRAMES = ["match", "countdown", "paddle", "flight", "point", "pause", "finished"];

export class Court extends Component {
  #model;
  #painter;
  #drag = null;
  #drawn = null;
  #enteredAt = 0;

  build() {
    return h("canvas", { class: this.props.watching ? "court" : "court steered", role: "img" });
  }

  start() {
    super.start();
    const { session, matchId } = this.props;
    const onCorrection = (distance) =>
      this.#tell("correction", { distance, share: distance / (2 * HALF_HEIGHT) });
    this.#model = new MatchModel({ delay: () => session.clock.delay, onCorrection });
    this.#drawn = null;
    for (const type of FRAMES) {
      this.own(session.on(type, (frame) => frame.match === matchId && this.#receive(frame)));
    }
    for (const [type, follow] of Object.entries(this.#follow)) {
      this.own(session.on(type, follow));
    }
    this.own(session.onLoss(() => this.#model.freeze(session.clock.now())));
    const { watching } = this.props;
    this.own(() => session.send({ t: watching ? "unwatch" : "exit", match: matchId }));
    if (!watching) this.#listen();
    this.#draw();
    this.enter();
  }

  /** Play (or watch) on this page, also after another page of the player has taken the match over. */
  enter() {
    const { matchId, session, watching } = this.props;
    this.#enteredAt = performance.now();
    session.send({ t: watching ? "watch" : "enter", match: matchId });
  }

  #follow = {
    welcome: () => this.#enterAgain(),
    resync: ({ reason }) => reason === "restarted" && this.#enterAgain(),
    // Another page plays now, and this one is not told of its keys: let the own paddle stand still.
    moved: ({ match }) => match === this.props.matchId && this.#model.freeze(this.#clock()),
    match: (frame) => this.#enterIfAway(frame),
    pause: (frame) => this.#enterIfAway(frame),
    absent: (frame) => this.#enterIfAway(frame),
    // The model has already followed an input that was refused: begin again from what the server knows.
    error: ({ code }) => code === "future_time" && this.enter(),
  };

  #enterAgain() {
    if (!this.#moved() && this.#match()?.phase !== "finished") this.enter();
  }

  #enterIfAway(frame) {
    if (frame.match !== this.props.matchId || !isTakenForAway(frame, this.#model.sides)) return;
    if (performance.now() - this.#enteredAt > ENTER_EVERY) this.#enterAgain();
  }

  #match() {
    return this.props.session.match(this.props.matchId);
  }

  #moved() {
    return Boolean(this.#match()?.moved);
  }

  #listen() {
    const sides = () => this.#model.sides;
    const onSteer = (side, direction) => this.#steer(side, direction);
    const keyboard = new Keyboard({ sides, onSteer, onRelease: () => this.#drag.lift() });
    this.#drag = new Drag({ sides, hold: (side, direction) => keyboard.hold(side, direction) });
    this.own(keyboard.start(window));
    this.own(this.#drag.start(this.element));
  }

  #receive(frame) {
    if (this.#moved()) return;
    this.#model.receive(frame, this.#clock());
    if (frame.t === "match") this.#painter.furnish(this.#model.settings);
    if (frame.t === "match" ? frame.phase === "finished" : frame.t !== "countdown") return;
    // Inputs are lost that were sent before the server knew this connection.
    for (const [side, direction] of this.#model.held) this.#steer(side, direction);
  }

  #steer(side, direction) {
    const { session, matchId } = this.props;
    const at = this.#model.press(side, direction, this.#clock());
    session.send({ t: "input", match: matchId, side, dir: direction, at });
  }

  #clock() {
    return this.props.session.clock.now();
  }

  #draw() {
    this.#painter = new Painter(this.element);
    const fit = () => this.#painter.fit();
    const sizes = new ResizeObserver(fit);
    sizes.observe(this.element);
    this.own(() => sizes.disconnect());
    const themes = new MutationObserver(fit);
    themes.observe(document.documentElement, { attributes: true });
    this.own(() => themes.disconnect());
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      this.own(listen(matchMedia(query), "change", fit));
    }
    const motion = matchMedia("(prefers-reduced-motion: reduce)");
    let request = 0;
    const next = () => {
      request = requestAnimationFrame(next);
      this.#frame(motion.matches);
    };
    next();
    this.own(() => cancelAnimationFrame(request));
  }

  #frame(calm) {
    const now = this.#clock();
    const picture = this.#model.drawn(now);
    this.#painter.paint(picture, { calm, hidden: this.#model.hides(now) });
    if (!picture) return;
    this.#drag?.follow(picture.paddles, now);
    this.#notice(picture.flight);
  }

  /** Fire "contact" for a new flight, unless it is a serve. */
  #notice(flight) {
    const before = this.#drawn;
    this.#drawn = flight.number;
    if (before === null || flight.number <= before || flight.x === 0) return;
    const side = -flight.side;
    this.#tell("contact", { side, own: this.#model.sides.includes(side) });
  }

  #tell(type, detail) {
    this.element.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }
}
