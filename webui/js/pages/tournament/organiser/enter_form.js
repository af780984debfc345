/** Enters people by alias alone: a pasted list, or a file. */

import { t } from "../../../i18n/t.js";
import { Component } from "../../../lib/component.js";
import { busy, h, setText } from "../../../lib/dom.js";
import { organise } from "../../../tournaments/acts.js";
import { aliases, faultOf } from "../../../tournaments/roster.js";

export class EnterForm extends Component {
  build() {
    this.text = h("textarea", { class: "input", rows: 5, "aria-label": t("desk.enter.label"), placeholder: t("desk.enter.placeholder") });
    this.note = h("p", { class: "note", "aria-live": "polite" }, t("desk.enter.hint"));
    this.text.addEventListener("input", () => this.#count());
    const file = h("input", { type: "file", accept: ".csv,.txt,text/csv,text/plain", class: "unseen" });
    file.addEventListener("change", () => this.#read(file));
    const button = h("button", { class: "button primary" }, t("desk.enter.go"));
    const onSubmit = (event) => {
      event.preventDefault();
      busy(button, () => this.#send());
    };
    const choose = h("label", { class: "button" }, t("desk.enter.file"), file);
    return h("form", { class: "form", onSubmit }, this.text, this.note, h("div", { class: "actions" }, button, choose));
  }

  idle({ head }) {
    return !["registration", "check_in"].includes(head.phase);
  }

  update(model) {
    this.model = model;
  }

  #count() {
    const names = aliases(this.text.value);
    const fault = faultOf(names);
    setText(this.note, fault ? t(`desk.enter.${fault.rule}`, fault) : t("desk.enter.count", { count: names.length }));
    return fault === null && names.length > 0 ? names : null;
  }

  async #read(file) {
    if (!file.files[0]) return;
    this.text.value = aliases(await file.files[0].text()).join("\n");
    file.value = "";
    this.#count();
  }

  async #send() {
    const names = this.#count();
    if (!names) return this.text.focus();
    if (await organise(this.props.app, this.model.id, { act: "enter", aliases: names })) {
      this.text.value = "";
      setText(this.note, t("desk.enter.done", { count: names.length }));
    }
    return undefined;
  }
}
