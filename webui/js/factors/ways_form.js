/** Shows a second factor: a form for one way, and buttons for the others. */

import { Form } from "../components/form.js";
import { sayProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { given } from "../lib/checks.js";
import { Component } from "../lib/component.js";
import { busy, h, setText } from "../lib/dom.js";
import { explain } from "./explain.js";
import { showPasskey } from "./webauthn.js";

const DIGITS = { inputmode: "numeric", autocomplete: "one-time-code", maxlength: 12 };
const LETTERS = { autocomplete: "off", autocapitalize: "none", maxlength: 40 };

/** The fields of each way. */
const FIELDS = { passkey: [], totp: [DIGITS], email: [DIGITS], recovery: [LETTERS] };

/**
 * `ways` as the server names them, the best first; at least one. `challenge()` resolves to what a passkey has to answer,
 * `mail()` lets a code be sent, `send(shown)` shows the factor. `beside` is a button beside the one that submits.
 */
export class WaysForm extends Component {
  #form = null;

  build() {
    this.text = h("p", { class: "soft", role: "status" });
    this.place = h("div", {});
    this.others = h("div", { class: "other-ways" });
    return h("div", { class: "form" }, this.text, this.place, this.others);
  }

  start() {
    super.start();
    this.#choose(this.props.ways[0]);
  }

  focus() {
    this.#form.focus();
  }

  #choose(way) {
    if (this.#form) this.remove(this.#form);
    setText(this.text, t(`second.${way}.text`));
    if (way === "email") this.#mail();
    this.#form = new Form({
      fields: FIELDS[way].map(code),
      submit: t(`second.${way}.go`),
      kind: this.props.beside ? "primary" : undefined,
      beside: this.props.beside,
      explain,
      onSubmit: (values) => this.#send(way, values),
    });
    this.append(this.#form, this.place);
    const others = this.props.ways.filter((one) => one !== way);
    const again = h("button", { class: "button quiet", type: "button", onClick: () => busy(again, () => this.#mail()) }, t("second.email.again"));
    this.others.replaceChildren(...(way === "email" ? [again] : []), ...others.map((one) => this.#other(one)));
  }

  async #mail() {
    setText(this.text, t("second.email.text"));
    try {
      await this.props.mail();
      setText(this.text, t("second.email.sent"));
    } catch (error) {
      setText(this.text, sayProblem(error));
    }
  }

  #other(way) {
    const onClick = () => {
      this.#choose(way);
      this.focus();
    };
    return h("button", { class: "button quiet", type: "button", onClick }, t(`second.${way}.choose`));
  }

  async #send(way, values) {
    const { challenge: ask, send } = this.props;
    if (way !== "passkey") return send({ way, ...values });
    const { challenge, options } = await ask();
    return send({ way, challenge, passkey: await showPasskey(options) });
  }
}

function code(props) {
  return { name: "code", label: t("second.code"), spellcheck: "false", check: given("code"), ...props };
}
