/** What stands in place of content: it is being loaded, there is none, or it cannot be shown. Never one for another. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { busy, focusHeading, h, setText } from "../lib/dom.js";
import { after } from "../lib/ticker.js";

/** Milliseconds: an answer that is faster needs no word before it. */
const LATE = 300;

/** `waiting` is the text while it loads; `empty` the node for "there is none", if that needs one. */
export class Placeholder extends Component {
  #status = null;
  #again = null;
  #cancel = () => {};

  build() {
    const { empty, large } = this.props;
    this.words = h("p", { class: "soft", role: "status" });
    const onClick = () => busy(this.button, () => this.#again());
    this.button = h("button", { class: "button small", type: "button", hidden: true, onClick }, t("again"));
    if (empty) empty.hidden = true;
    return h("div", { class: `placeholder ${large ? "large" : ""}` }, this.words, this.button, empty);
  }

  start() {
    super.start();
    this.own(() => this.#cancel());
  }

  focus() {
    this.button.focus();
  }

  /**
   * `status` is "loading", "empty", "failed" or "ready". Only a failure has a `text`, and `again()`, which tries once
   * more and resolves when that has ended. What is shown stays while something is loaded again, a failure to the end.
   */
  show(status, { text = "", again = null } = {}) {
    if (status === "loading") return this.#wait();
    this.#again = again;
    return this.#draw(status, status === "failed" ? text : "");
  }

  #wait() {
    if (this.#status === "loading" || this.#status === "failed") return;
    if (this.#status === null) this.#draw("loading", "");
    this.#cancel();
    this.#cancel = after(LATE, () => this.#draw("loading", this.props.waiting));
  }

  #draw(status, text) {
    const { element, props } = this;
    this.#cancel();
    this.#status = status;
    setText(this.words, text);
    element.dataset.status = status;
    element.hidden = status === "ready" || (status === "empty" && !props.empty);
    if (props.empty) props.empty.hidden = status !== "empty";
    const focused = document.activeElement === this.button;
    this.button.hidden = status !== "failed";
    if (focused && this.button.hidden) focusHeading(element.closest("section"));
  }
}
