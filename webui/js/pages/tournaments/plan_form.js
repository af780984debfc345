/** All that is chosen of a tournament: what matters at once, the rest folded. */

import { Field } from "../../components/field.js";
import { MatchSettings } from "../../components/match_settings.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, setText } from "../../lib/dom.js";
import { asked, faultIn, MOST, planOf, valuesOf } from "../../tournaments/plan.js";
import { sayRefusal } from "../../tournaments/words.js";

const DEPENDENT = ["third", "reset", "rounds", "late", "word", "starts_at"];
const CALLS = [30, 60, 120, 300, 600];
const CHECKS = [0, 5, 10, 15, 30, 60];

/** `plan` is what is shown first; `onSubmit(plan)` rejects with a RequestError; `submit` is the label of the button. */
export class PlanForm extends Component {
  build() {
    const values = valuesOf(this.props.plan);
    this.settings = new MatchSettings({ player: null, settings: values.settings });
    this.fields = new Map();
    const main = [
      this.#text(values, "name", { maxlength: 60, check: (text) => (text ? "" : t("plan.name.empty")) }),
      this.#choice(values, "format", Object.keys(MOST)),
      this.#number(values, "most", 2, 256),
      this.settings.element,
      this.#choice(values, "entry", ["open", "word", "invited"]),
      this.#text(values, "word", { maxlength: 40, autocomplete: "off" }),
      this.#choice(values, "start", ["hand", "full", "time"]),
      this.#text(values, "starts_at", { type: "datetime-local" }),
    ];
    const rest = [
      this.#text(values, "description", { kind: "textarea", maxlength: 1000, rows: 3 }),
      this.#choice(values, "best_of", [1, 3, 5]),
      this.#tick(values, "third"),
      this.#tick(values, "reset"),
      this.#text(values, "rounds", { type: "number", min: 1, max: 16, placeholder: t("plan.rounds.usual") }),
      this.#tick(values, "late"),
      this.#choice(values, "seeding", ["drawn", "rating", "entry"]),
      this.#choice(values, "check_in", CHECKS, "plan.minutes"),
      this.#choice(values, "call", CALLS, "plan.seconds"),
      this.#tick(values, "guests"),
      this.#tick(values, "bots"),
      this.#tick(values, "rated"),
    ];
    this.rest = h("details", { class: "desk-part" }, h("summary", {}, t("plan.more")), h("div", { class: "form" }, rest));
    this.message = h("p", { class: "form-error", role: "alert" });
    this.button = h("button", { class: "button primary" }, this.props.submit);
    const onSubmit = (event) => {
      event.preventDefault();
      busy(this.button, () => this.#send());
    };
    const form = h("form", { class: "form plan-form", novalidate: true, onSubmit }, main, this.rest, this.message, this.button);
    form.addEventListener("change", () => this.#fit());
    return form;
  }

  start() {
    super.start();
    this.#fit();
  }

  focus() {
    this.fields.get("name").input.focus();
  }

  get #values() {
    const chosen = Object.fromEntries([...this.fields].map(([name, { input, value }]) => [name, input.type === "checkbox" ? input.checked : value]));
    return { ...chosen, settings: this.settings.value };
  }

  /** Show what the choice asks for; rated matches are between people with accounts. */
  #fit() {
    const values = this.#values;
    const wanted = asked(values);
    for (const name of DEPENDENT) this.fields.get(name).element.hidden = !wanted.has(name);
    for (const name of ["guests", "bots"]) this.fields.get(name).input.disabled = values.rated;
    this.fields.get("most").input.max = MOST[values.format];
  }

  async #send() {
    setText(this.message, "");
    const values = this.#values;
    const wrong = [...this.fields.values()].filter((field) => field.test && !field.element.hidden && !field.test());
    if (wrong.length > 0) return this.#point(wrong[0]);
    try {
      await this.props.onSubmit(planOf(values));
    } catch (error) {
      this.#complain(error);
    }
    return undefined;
  }

  #complain(error) {
    const { field, text } = faultIn(error.detail);
    const at = this.fields.get(field);
    const words = text ? text[0].toUpperCase() + text.slice(1) : "";
    if (!at?.complain) return setText(this.message, error.code === "bad_plan" ? words : sayRefusal(error));
    at.complain(words);
    return this.#point(at);
  }

  #point(field) {
    if (this.rest.contains(field.element)) this.rest.open = true;
    field.input.focus();
  }

  #text(values, name, more) {
    return this.#add(new Field({ name, label: t(`plan.${name}`), value: values[name] ?? "", ...more }));
  }

  #number(values, name, min, max) {
    const check = (text) => {
      const most = Number(this.fields.get(name).input.max);
      return Number(text) >= min && Number(text) <= most ? "" : t("plan.number", { min, max: most });
    };
    return this.#text(values, name, { type: "number", min, max, inputmode: "numeric", check });
  }

  /** `words` is the key of a text with a count; without one each value has a text of its own. */
  #choice(values, name, all, words = null) {
    const options = all.map((value) => [value, words ? t(value === 0 ? "plan.none" : words, { count: value }) : t(`plan.${name}.${spelled(value)}`)]);
    return this.#add(new Field({ name, label: t(`plan.${name}`), kind: "select", options, value: String(values[name]) }));
  }

  #tick(values, name) {
    const input = h("input", { type: "checkbox", name, checked: values[name] });
    const element = h("label", { class: "line" }, t(`plan.${name}`), input);
    return this.#add({ element, input, name });
  }

  #add(field) {
    this.fields.set(field.name, field);
    return field.element;
  }
}

/** The catalogue has no digits in its keys. */
function spelled(value) {
  return { 1: "one", 3: "three", 5: "five" }[value] ?? value;
}
