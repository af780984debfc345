/** A labelled input with its hint and, below it, its error. */

import { t } from "../i18n/t.js";
import { h, setText } from "../lib/dom.js";

let made = 0;

/**
 * `check(value)` returns an error text or nothing. It is called when the input loses the focus and,
 * after an error, at each change. `kind` is "input", "textarea" or "select". `below` is a node such as
 * a meter; `below.show(value)` is called with each value. An `optional` one may stay empty. All others are attributes of the input.
 */
export class Field {
  #check;
  #hint;
  #secret;

  constructor({ name, label, hint = "", check = () => "", kind = "input", type, options, below, optional = false, ...rest }) {
    made += 1;
    const id = `field-${made}`;
    const described = { "aria-describedby": `${id}-note`, "aria-invalid": "false" };
    const typed = kind === "input" ? { type: type ?? "text", required: !optional } : {};
    this.name = name;
    this.#check = check;
    this.#hint = hint;
    this.#secret = type === "password";
    const choices = (options ?? []).map(([value, text]) => h("option", { value }, text));
    this.input = h(kind, { id, name, class: "input", ...typed, ...described }, choices);
    for (const [attribute, value] of Object.entries(rest)) set(this.input, attribute, value);
    this.note = h("p", { id: `${id}-note`, class: "note", "aria-live": "polite" }, hint);
    const control = this.#secret ? h("div", { class: "secret" }, this.input, this.#revealer(id)) : this.input;
    this.element = h("div", { class: "field" }, h("label", { for: id }, label), control, below, this.note);
    this.input.addEventListener("change", () => this.value !== "" && this.test());
    this.input.addEventListener("input", () => {
      below?.show(this.input.value);
      if (this.wrong) this.test();
    });
  }

  get value() {
    return this.#secret ? this.input.value : this.input.value.trim();
  }

  /** Hide a password again, as its form is sent. */
  conceal() {
    if (this.#secret) this.#reveal(false);
  }

  #revealer(id) {
    const onClick = () => this.#reveal(this.input.type === "password");
    this.shows = h("button", {
      class: "reveal", type: "button", "aria-controls": id, "aria-pressed": "false", onClick, onMousedown: keepFocus,
    }, t("field.show"), h("span", { class: "unseen" }, ` ${t("field.show.what")}`));
    return this.shows;
  }

  /** Show or hide what is typed; a browser forgets the caret when the type changes. */
  #reveal(on) {
    const { input } = this;
    const { selectionStart, selectionEnd } = input;
    input.type = on ? "text" : "password";
    input.setSelectionRange(selectionStart, selectionEnd);
    this.shows.setAttribute("aria-pressed", String(on));
  }

  get wrong() {
    return this.input.getAttribute("aria-invalid") === "true";
  }

  /** Check the value now, show the error if there is one, and return whether the value is fine. */
  test() {
    this.complain(this.#check(this.value) ?? "");
    return !this.wrong;
  }

  complain(text) {
    this.input.setAttribute("aria-invalid", String(text !== ""));
    setText(this.note, text || this.#hint);
  }
}

/** A press must not take the focus, and on a telephone the keyboard, from the field. */
function keepFocus(event) {
  event.preventDefault();
}

function set(input, attribute, value) {
  if (attribute === "value") input.value = value;
  else if (value !== false && value !== null) input.setAttribute(attribute, value === true ? "" : value);
}
