/** A page behind a one-time link: it shows a form, acts once, and then says what came of it. */

import { Form } from "../components/form.js";
import { explainProblem } from "../i18n/say.js";
import { Component } from "../lib/component.js";
import { focusHeading, h } from "../lib/dom.js";
import { MessagePage } from "./message.js";

/** The secret of each page: it survives when the page is left and shown again, and is never in the history. */
const kept = new Map();

/**
 * Subclasses have `title`, `text`, `submit` and perhaps `fields`; `act(token, values)`, which resolves to the outcome;
 * and `message(outcome)`, the props of a MessagePage. The outcome is "void" for a link that is not good (any more).
 */
export class LinkPage extends Component {
  fields = [];

  build() {
    const secret = takeSecret();
    if (secret) kept.set(this.constructor, secret);
    const root = h("section", {});
    if (!kept.has(this.constructor)) {
      root.append(this.#message("void"));
      return root;
    }
    const card = h("div", { class: "card" });
    const { fields, submit } = this;
    this.append(new Form({ fields, submit, explain: explainProblem, onSubmit: (values) => this.#act(values) }), card);
    root.append(h("div", { class: "narrow" }, h("h1", {}, this.title), h("p", { class: "soft" }, this.text), card));
    return root;
  }

  async #act(values) {
    let outcome = "void";
    try {
      outcome = await this.act(kept.get(this.constructor), values);
    } catch (error) {
      if (!error.errors?.some(({ field }) => field === "token")) throw error;
    }
    kept.delete(this.constructor);
    this.element.replaceChildren(this.#message(outcome));
    focusHeading(this.element);
  }

  #message(outcome) {
    return new MessagePage(this.message(outcome)).element;
  }
}

/** The secret after the `#`, which browsers send to no server; it is removed from the address, and so from the history. */
function takeSecret() {
  const secret = location.hash.slice(1);
  if (secret) history.replaceState(history.state, "", location.pathname);
  return secret;
}
