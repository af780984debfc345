/** Keys on the screen, for fingers: they press the same keys as a keyboard would. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, svg } from "../../lib/dom.js";

const LEFT = { name: "left", up: "KeyW", down: "KeyS" };
const RIGHT = { name: "right", up: "ArrowUp", down: "ArrowDown" };
const POINTS = { up: "M4 16L12 8L20 16", down: "M4 8L12 16L20 8" };

export class ScreenKeys extends Component {
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

  /** One seat: up on the left, down on the right. Two: a column for each. */
  #render() {
    const sides = this.props.app.store.state.matches[this.props.matchId]?.sides ?? [];
    const seats = sides.map((side) => (side < 0 ? LEFT : RIGHT));
    const keys = ["up", "down"].flatMap((way) => seats.map((seat) => screenKey(seat, way)));
    this.element.replaceChildren(...keys);
  }
}

function screenKey(seat, way) {
  const press = (event) => {
    event.currentTarget.classList.add("held");
    strike("keydown", seat[way]);
  };
  const release = (event) => {
    event.currentTarget.classList.remove("held");
    strike("keyup", seat[way]);
  };
  const label = t(`match.${way}`, { side: t(`side.${seat.name}`) });
  return h(
    "button",
    {
      class: `screen-key ${seat.name}`,
      "aria-label": label,
      onPointerdown: press,
      onPointerup: release,
      onPointercancel: release,
      onContextmenu: (event) => event.preventDefault(),
    },
    svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: POINTS[way] })),
  );
}

function strike(type, code) {
  window.dispatchEvent(new KeyboardEvent(type, { code }));
}
