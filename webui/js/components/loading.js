/** Loads what a page or a part of it shows, and says meanwhile how that goes. */

import { sayProblem } from "../i18n/say.js";
import { Component } from "../lib/component.js";
import { h } from "../lib/dom.js";
import { Placeholder } from "./placeholder.js";

/**
 * `ask()` resolves to what `show(value)` then shows; `waiting` is the text until then. After a failure a button tries
 * again, and so does the next connection.
 */
export class Loading extends Component {
  #failed = false;

  build() {
    const { large = true, waiting } = this.props;
    const root = h("div", {});
    this.placeholder = this.append(new Placeholder({ large, waiting }), root);
    return root;
  }

  start() {
    super.start();
    this.own(this.props.app.session.on("welcome", () => this.#failed && this.load()));
    this.load();
  }

  async load() {
    const { ask, show } = this.props;
    this.element.hidden = false;
    this.placeholder.show("loading");
    let value;
    try {
      value = await ask();
    } catch (error) {
      this.#failed = true;
      if (this.running) this.placeholder.show("failed", { text: sayProblem(error), again: () => this.load() });
      return;
    }
    this.#failed = false;
    if (!this.running) return;
    this.placeholder.show("ready");
    this.element.hidden = true; // it takes no place in a grid
    show(value);
  }
}
