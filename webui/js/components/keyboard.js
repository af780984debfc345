/** The keys that steer: W/S and the arrows. One seat has both pairs; two seats have one pair each. */

import { LEFT, RIGHT } from "../game/court.js";

const KEYS = {
  KeyW: [LEFT, -1],
  KeyS: [LEFT, 1],
  ArrowUp: [RIGHT, -1],
  ArrowDown: [RIGHT, 1],
};

const TYPING = "input, textarea, select, dialog, [popover], [contenteditable]";
/** After these events a key may go up without a keyup event here, so all keys are released. */
const DEAF = ["blur", "pagehide", "freeze", "visibilitychange", "beforeprint", "compositionstart", "contextmenu", "dragstart"];
/** While one of these is down, macOS sends no keyup for other keys; elsewhere Alt opens menus. */
const MODIFIERS = new Set(["Meta", "OS", "Alt"]);

export class Keyboard {
  #pressed = []; // codes of the pressed keys, the newest last
  #sides;
  #onSteer;
  #shown = new Map();

  /** `sides()` returns the own seats; `onSteer(side, direction)` is called at each change. */
  constructor({ sides, onSteer }) {
    this.#sides = sides;
    this.#onSteer = onSteer;
  }

  /** Listen on `target` (the window). Returns the function that stops, releasing all keys. */
  start(target) {
    const listeners = {
      keydown: (event) => this.#down(event),
      keyup: (event) => this.#up(event),
      focusin: ({ target: element }) => element?.closest?.(TYPING) && this.release(),
    };
    for (const type of DEAF) listeners[type] = (event) => event.defaultPrevented || this.release();
    for (const [type, handler] of Object.entries(listeners)) target.addEventListener(type, handler);
    return () => {
      for (const [type, handler] of Object.entries(listeners)) {
        target.removeEventListener(type, handler);
      }
      this.release();
    };
  }

  /** Release all keys. */
  release() {
    this.#pressed = [];
    this.#steer();
  }

  #down(event) {
    const { code, key, repeat, target } = event;
    if (MODIFIERS.has(key) || event.metaKey) this.release();
    if (!(code in KEYS) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (target?.closest?.(TYPING)) return;
    if (code.startsWith("Arrow")) event.preventDefault(); // the page must not scroll
    if (repeat || this.#pressed.includes(code)) return;
    this.#pressed.push(code);
    this.#steer();
  }

  #up({ code, key }) {
    if (MODIFIERS.has(key)) this.release();
    if (!this.#pressed.includes(code)) return;
    this.#pressed = this.#pressed.filter((pressed) => pressed !== code);
    this.#steer();
  }

  #steer() {
    const sides = this.#sides();
    for (const side of sides) {
      const code = this.#pressed.findLast((key) => sides.length === 1 || KEYS[key][0] === side);
      const direction = code ? KEYS[code][1] : 0;
      if (direction === (this.#shown.get(side) ?? 0)) continue;
      this.#shown.set(side, direction);
      this.#onSteer(side, direction);
    }
  }
}
