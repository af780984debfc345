/** A form that shows each error beside the field to which it belongs. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h, setText } from "../lib/dom.js";
import { every } from "../lib/ticker.js";
import { Field } from "./field.js";

/**
 * `fields` are as in Field, or parts with what a Field has. `submit` is the label of the button, `kind` its class. If `onSubmit(values)`
 * rejects, `explain(error)` turns the error into `{fields?: {name: text}, text}`; `text` is what no
 * field shows. While the server wants the person to wait, the button says for how long.
 */
export class Form extends Component {
  #idle = true;

  build() {
    this.fields = this.props.fields.map((field) => (field.element ? field : new Field(field)));
    const { submit, kind = "primary wide", beside } = this.props;
    this.button = h("button", { class: `button ${kind}` }, submit);
    this.message = h("p", { class: "form-error", role: "alert" });
    const rows = this.fields.map((field) => field.element);
    const onSubmit = (event) => this.#submit(event);
    const actions = beside ? h("div", { class: "actions" }, beside, this.button) : this.button;
    return h("form", { class: "form", novalidate: true, onSubmit }, rows, this.message, actions);
  }

  focus() {
    (this.fields[0]?.input ?? this.button).focus();
  }

  async #submit(event) {
    event.preventDefault();
    if (!this.#idle) return;
    setText(this.message, "");
    for (const field of this.fields) field.conceal();
    if (!this.#check()) return;
    this.#mark(false);
    try {
      await this.props.onSubmit(this.values());
      this.#mark(true);
    } catch (error) {
      this.#mark(true);
      this.#complain(this.props.explain(error));
      if (error.retryAfter) this.#wait(error.retryAfter);
    }
  }

  /** The present values of the fields, by name. */
  values() {
    return Object.fromEntries(this.fields.map(({ name, value }) => [name, value]));
  }

  /** Check every field; focus the first one with an error. */
  #check() {
    const wrong = this.fields.filter((field) => !field.test());
    wrong[0]?.input.focus();
    return wrong.length === 0;
  }

  #complain({ fields = {}, text }) {
    const wrong = this.fields.filter(({ name }) => Object.hasOwn(fields, name));
    for (const field of wrong) field.complain(fields[field.name]);
    if (wrong.length > 0) wrong[0].input.focus();
    else setText(this.message, text);
  }

  /** The button may have the focus, so it is not disabled; it only ignores presses. */
  #mark(idle) {
    this.#idle = idle;
    this.button.setAttribute("aria-disabled", String(!idle));
    this.button.setAttribute("aria-busy", String(!idle));
  }

  #wait(seconds) {
    const end = performance.now() + seconds * 1000;
    const { submit } = this.props;
    this.#mark(false);
    this.button.setAttribute("aria-busy", "false");
    const stop = every(250, () => {
      const left = Math.ceil((end - performance.now()) / 1000);
      setText(this.button, left > 0 ? t("form.wait", { seconds: left }) : submit);
      if (left > 0) return;
      this.#mark(true);
      stop();
    });
    this.own(stop);
  }
}
