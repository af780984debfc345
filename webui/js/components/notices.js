/** Notices at the edge of the page: they say for a while what was done or refused; some have an undo. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { catchFocus, h, listen } from "../lib/dom.js";
import { after } from "../lib/ticker.js";

const SHOWN = 7000;
const MOST = 3;

export class Notices extends Component {
  #before = null; // what had the focus before a notice got it
  #ends = new Map(); // element -> function that ends its notice

  build() {
    return h("div", { class: "notices", role: "status", "aria-live": "polite" });
  }

  start() {
    super.start();
    this.own(listen(this.element, "focusin", ({ relatedTarget: from }) => {
      if (from && !this.element.contains(from)) this.#before = from;
    }));
    this.own(() => this.finish());
  }

  /** End all notices; resolves when what they could still undo is done. */
  finish() {
    return Promise.allSettled([...this.#ends.values()].map((end) => end()));
  }

  /**
   * Show `text`, and a `link` if there is one, `{text, href}`. If there is a function `undo`, the notice has a button for
   * it; `done` is called when the notice goes without that. `kind` may be "error". It stays while the pointer or the
   * focus is on it, or until it is closed if it `lasts`. Returns the function that closes it.
   */
  say({ text, kind = "", link = null, lasts = false, undo = null, done = () => {} }) {
    const end = (how = done) => {
      this.#ends.delete(element);
      const focused = element.contains(document.activeElement);
      element.remove();
      const work = how();
      if (focused) this.#giveBack();
      return work;
    };
    const back = undo && h("button", { class: "button small", onClick: () => end(undo) }, t("notice.undo"));
    const close = h("button", { class: "icon-button", "aria-label": t("notice.close"), onClick: () => end() }, "×");
    const onClick = () => end();
    const more = link && h("a", { class: "button small", href: link.href, onClick }, link.text);
    const element = h("div", { class: `notice ${kind}` }, h("p", {}, text), more, back, close);
    if (!lasts) keepWhile(element, SHOWN, () => this.#ends.has(element) && end());
    this.#ends.set(element, end);
    this.element.append(element);
    if (this.#ends.size > MOST) this.#ends.values().next().value();
    // The act has removed what had the focus. Focus the undo button, which may be wanted next.
    queueMicrotask(() => document.activeElement === document.body && back?.focus({ focusVisible: true }));
    return () => this.#ends.has(element) && end();
  }

  /** The notice with the focus is gone: it goes back to where it came from, or on to the page. */
  #giveBack() {
    if (document.activeElement === document.body) this.#before?.focus({ preventScroll: true });
    catchFocus(document.querySelector("main"));
  }
}

/** Call `end` after `time` ms, not counting the time with the pointer or the focus on the element. */
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
