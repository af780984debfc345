/** What has just been done or refused, said at the edge of the page for a while; some can be undone. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h, listen } from "../lib/dom.js";
import { after } from "../lib/ticker.js";

const SHOWN = 7000;
const MOST = 3;

export class Notices extends Component {
  #ends = new Map(); // element -> what ends it

  build() {
    return h("div", { class: "notices", role: "status", "aria-live": "polite" });
  }

  start() {
    super.start();
    this.own(() => {
      for (const end of this.#ends.values()) end();
    });
  }

  /**
   * Say `text`. With `undo`, a function, there is a button for it; `done` is called once the notice has
   * gone without it. `kind` "error" looks like one. It stays while the pointer or the focus is on it.
   */
  say({ text, kind = "", undo = null, done = () => {} }) {
    const end = (how = done) => {
      this.#ends.delete(element);
      element.remove();
      how();
    };
    const back = undo && h("button", { class: "button small", onClick: () => end(undo) }, t("notice.undo"));
    const close = h("button", { class: "icon-button", "aria-label": t("notice.close"), onClick: () => end() }, "×");
    const element = h("div", { class: `notice ${kind}` }, h("p", {}, text), back, close);
    keepWhile(element, SHOWN, () => this.#ends.has(element) && end());
    this.#ends.set(element, end);
    this.element.append(element);
    if (this.#ends.size > MOST) this.#ends.values().next().value();
    // what had the focus went with what was done: the next thing one may want is to take it back
    queueMicrotask(() => document.activeElement === document.body && back?.focus({ focusVisible: true }));
  }
}

/** Call `end` after `time` ms, not counting any in which somebody points at the element or is in it. */
function keepWhile(element, time, end) {
  let stop = after(time, end);
  const hold = () => stop();
  const release = () => {
    stop();
    if (!element.matches(":hover, :focus-within")) stop = after(time, end);
  };
  for (const type of ["pointerenter", "focusin"]) listen(element, type, hold);
  for (const type of ["pointerleave", "focusout"]) listen(element, type, () => queueMicrotask(release));
}
