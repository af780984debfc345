/** A form that says what is wrong beside the field where it is wrong. */

import { Component } from "../lib/component.js";
import { h, setText } from "../lib/dom.js";

let made = 0;

/**
 * `fields`: `[{name, label, hint?, type?, check?, ...attributes}]`; `check(value)` returns an error
 * text or nothing. `submit` is the label of the button. `onSubmit(values)` may reject with anything
 * that `explain(error)` turns into `{fields?: {name: text}, text}`; `text` is for what no field shows.
 */
export class Form extends Component {
  build() {
    this.rows = new Map(this.props.fields.map((field) => [field.name, makeRow(field)]));
    this.button = h("button", { class: "button primary wide" }, this.props.submit);
    this.message = h("p", { class: "form-error", role: "alert" });
    const rows = [...this.rows.values()].map((row) => row.element);
    const onSubmit = (event) => this.#submit(event);
    return h("form", { class: "form", novalidate: true, onSubmit }, rows, this.message, this.button);
  }

  focus() {
    this.rows.values().next().value.input.focus();
  }

  async #submit(event) {
    event.preventDefault();
    this.#clear();
    if (this.button.disabled || !this.#check()) return;
    this.button.disabled = true;
    try {
      await this.props.onSubmit(this.#values());
    } catch (error) {
      this.#complain(this.props.explain(error));
    } finally {
      this.button.disabled = false;
    }
  }

  #values() {
    return Object.fromEntries([...this.rows].map(([name, row]) => [name, row.value()]));
  }

  /** Check every field; focus the first that is wrong. */
  #check() {
    const wrong = [...this.rows.values()].filter((row) => {
      row.complain(row.check(row.value()) ?? "");
      return row.wrong();
    });
    wrong[0]?.input.focus();
    return wrong.length === 0;
  }

  #complain({ fields = {}, text }) {
    const wrong = [...this.rows].filter(([name]) => Object.hasOwn(fields, name));
    for (const [name, row] of wrong) row.complain(fields[name]);
    if (wrong.length > 0) wrong[0][1].input.focus();
    else setText(this.message, text);
  }

  #clear() {
    setText(this.message, "");
    for (const row of this.rows.values()) row.complain("");
  }
}

function makeRow({ name, label, hint = "", check = () => "", type = "text", ...attributes }) {
  made += 1;
  const id = `field-${made}`;
  const input = h("input", {
    id, name, type, class: "input", "aria-describedby": `${id}-note`, required: true, ...attributes,
  });
  const note = h("p", { id: `${id}-note`, class: "note", "aria-live": "polite" }, hint);
  return {
    element: h("div", { class: "field" }, h("label", { for: id }, label), input, note),
    input,
    check,
    value: () => (type === "password" ? input.value : input.value.trim()),
    wrong: () => input.getAttribute("aria-invalid") === "true",
    complain(text) {
      input.setAttribute("aria-invalid", String(text !== ""));
      setText(note, text || hint);
    },
  };
}
