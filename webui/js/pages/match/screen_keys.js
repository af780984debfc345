/** Keys on the screen, for fingers; they do the same as the keys of a keyboard. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, svg } from "../../lib/dom.js";

const LEFT = { name: "left", up: "KeyW", down: "KeyS" };
const RIGHT = { name: "right", up: "ArrowUp", down: "ArrowDown" };
const POINTS = { up: "M4 16L12 8L20 16", down: "M4 8L12 16L20 8" };

export class ScreenKeys extends Component {
  #keys = [];

  build() {
    return h("div", { class: "screen-keys" });
  }

  start() {
    super.start();
    const { store } = this.props.app;
    const seats = ({ matches }) => matches[this.props.matchId]?.sides.join();
    this.own(store.subscribe(seats, () => this.#render()));
    this.#render();
  }

  /** For one seat: up on the left, down on the right. For two seats: a column for each. */
  #render() {
    const sides = this.props.app.store.state.matches[this.props.matchId]?.sides ?? [];
    const seats = sides.map((side) => (side < 0 ? LEFT : RIGHT));
    this.#release();
    this.#keys = ["up", "down"].flatMap((way) => seats.map((seat) => new ScreenKey(seat, way)));
    this.element.replaceChildren(...this.#keys.map((key) => key.element));
  }

  stop() {
    this.#release();
    super.stop();
  }

  /** Release all keys: a key that is removed gets no event when the finger leaves it. */
  #release() {
    for (const key of this.#keys) key.release();
  }
}

/** A key is down while the finger or mouse button that pressed it is down, wherever it moves. */
class ScreenKey {
  #code;
  #pointers = new Set();

  constructor(seat, way) {
    this.#code = seat[way];
    const label = t(`match.${way}`, { side: t(`side.${seat.name}`) });
    this.element = h(
      "button",
      {
        class: `screen-key ${seat.name}`,
        "aria-label": label,
        onPointerdown: (event) => this.#press(event),
        onLostpointercapture: ({ pointerId }) => this.#lift(pointerId),
        onContextmenu: (event) => event.preventDefault(),
        onDragstart: (event) => event.preventDefault(),
      },
      svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: POINTS[way] })),
    );
  }

  release() {
    for (const pointer of this.#pointers) this.#lift(pointer);
  }

  #press({ button, pointerId }) {
    if (button > 0) return;
    this.element.setPointerCapture(pointerId);
    if (this.#pointers.size === 0) strike("keydown", this.#code);
    this.#pointers.add(pointerId);
    this.element.classList.add("held");
  }

  #lift(pointerId) {
    if (!this.#pointers.delete(pointerId) || this.#pointers.size > 0) return;
    strike("keyup", this.#code);
    this.element.classList.remove("held");
  }
}

function strike(type, code) {
  window.dispatchEvent(new KeyboardEvent(type, { code }));
}
