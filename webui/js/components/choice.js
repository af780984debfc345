/** A choice of one out of a few words. */

import { h } from "../lib/dom.js";

/** `{element, value}`; `options` are `[value, text]`, and `onChange` is called with the new value. */
export class Choice {
  constructor({ legend, name, onChange, options, value }) {
    this.radios = options.map(([each]) => h("input", { type: "radio", name, value: each, checked: each === value }));
    const labels = options.map(([, text], place) => h("label", {}, this.radios[place], h("span", {}, text)));
    this.element = h("fieldset", { class: "choice" }, h("legend", { class: "unseen" }, legend), labels);
    this.element.style.setProperty("--options", options.length);
    this.element.addEventListener("change", () => onChange(this.value));
  }

  get value() {
    return this.radios.find(({ checked }) => checked).value;
  }
}
