/**
 * The keys that steer: W/S, by their place, and the arrows, those of the number pad too. One seat has
 * both pairs; two seats have one pair each.
 */

import { LEFT, RIGHT } from "../game/court.js";

const KEYS = {
  KeyW: [LEFT, -1],
  KeyS: [LEFT, 1],
  ArrowUp: [RIGHT, -1],
  ArrowDown: [RIGHT, 1],
  Numpad8: [RIGHT, -1],
  Numpad2: [RIGHT, 1],
};

const TYPING = "input, textarea, select, dialog, aside, [popover], [contenteditable]";
/** After these events a key may go up without a keyup event here, so all keys are released. */
const DEAF = ["blur", "pagehide", "freeze", "visibilitychange", "beforeprint", "compositionstart", "contextmenu", "dragstart"];
/** While one of these is down, macOS sends no keyup for other keys; elsewhere Alt opens menus. */
const MODIFIERS = new Set(["Meta", "OS", "Alt"]);

export class Keyboard {
  #pressed = new Map(); // of each pressed key its side and direction, the newest last
  #sides;
  #onSteer;
  #onRelease;
  #shown = new Map();

  /**
   * `sides()` returns the own seats; `onSteer(side, direction)` is called at each change, and
   * `onRelease()` when all keys are released because nobody may tell of their going up.
   */
  constructor({ sides, onSteer, onRelease = () => {} }) {
    this.#sides = sides;
    this.#onSteer = onSteer;
    this.#onRelease = onRelease;
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
    this.#pressed.clear();
    this.#steer();
    this.#onRelease();
  }

  /** Hold a direction without a key, in place of the one that is held so for this side; 0: none. */
  hold(side, direction) {
    const name = `hold ${side}`;
    this.#pressed.delete(name);
    if (direction !== 0) this.#pressed.set(name, [side, direction]);
    this.#steer();
  }

  #down(event) {
    const { code, key, repeat, target } = event;
    if (MODIFIERS.has(key) || event.metaKey) this.release();
    if (!(code in KEYS) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (target?.closest?.(TYPING)) return;
    if (!code.startsWith("Key")) event.preventDefault(); // the page must not scroll
    if (repeat || this.#pressed.has(code)) return;
    this.#pressed.set(code, KEYS[code]);
    this.#steer();
  }

  #up({ code, key }) {
    if (MODIFIERS.has(key)) this.release();
    if (this.#pressed.delete(code)) this.#steer();
  }

  #steer() {
    const sides = this.#sides();
    const pressed = Array.from(this.#pressed.values());
    for (const side of sides) {
      const newest = pressed.findLast(([of]) => sides.length === 1 || of === side);
      const direction = newest?.[1] ?? 0;
      if (direction === (this.#shown.get(side) ?? 0)) continue;
      this.#shown.set(side, direction);
      this.#onSteer(side, direction);
    }
  }
}
