/** The own second factors on the account page: what there is, and what can be done with it. */

import { ago, date } from "../i18n/dates.js";
import { sayProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { busy, h } from "../lib/dom.js";
import { passkeyTrouble } from "../lib/passkey_support.js";
import { askApp, askCodes, askMail, askName, askPasskey, askRemove } from "./asking.js";

/** `factors` is what the server says of them. */
export class FactorList extends Component {
  build() {
    this.root = h("div", { class: "form" });
    this.#show(this.props.factors);
    return this.root;
  }

  #show(factors) {
    const count = factors.passkeys.length + Number(factors.totp !== null) + Number(factors.email !== null);
    this.last = count === 1;
    const shown = [
      h("p", { class: "soft" }, t(count > 0 ? "factors.on" : "factors.off")),
      h("dl", { class: "facts" }, [
        this.#app(factors),
        factors.passkeys.map((key) => this.#passkey(key)),
        this.#newPasskey(factors),
        this.#mail(factors),
        count > 0 && this.#codes(factors),
      ]),
    ];
    this.root.replaceChildren(...shown);
  }

  #app({ totp }) {
    const set = this.#button(totp ? "totp.anew" : "totp.set", (props) => askApp(props));
    const remove = totp && this.#remove(t("totp.name"), { path: "totp", title: t("totp.remove") });
    return fact(t("totp.name"), totp ? t("factors.since", { date: date(totp) }) : t("totp.hint"), [set, remove]);
  }

  #passkey(key) {
    const used = key.used_at ? t("passkey.used", { ago: ago(key.used_at) }) : t("passkey.unused");
    const words = [t("factors.since", { date: date(key.made_at) }), used, key.host !== location.hostname && t("passkey.at", key)];
    const path = `passkeys/${encodeURIComponent(key.id)}`;
    return fact(t("passkey.called", key), words.filter(Boolean).join(" · "), [
      this.#button("passkey.rename", (props) => askName(props, key), key.name),
      this.#remove(key.name, { path, title: t("passkey.remove", key) }),
    ]);
  }

  #newPasskey({ passkeys }) {
    const trouble = passkeyTrouble();
    const local = `http://localhost:${location.port}`;
    const hint = trouble ? t(`passkey.no.${trouble}`, { local }) : t("passkey.hint");
    const make = !trouble && this.#button(passkeys.length > 0 ? "passkey.more" : "passkey.set", (props) => askPasskey(props));
    return fact(t("passkey.kind"), hint, [make]);
  }

  #mail({ email, mail }) {
    const hint = email === null ? t(`mailed.${mail}`) : t("factors.since", { date: date(email) });
    const set = email === null && mail === "ready" && this.#button("mailed.set", (props) => askMail(props));
    const remove = email !== null && this.#remove(t("mailed.name"), { path: "email", title: t("mailed.remove") });
    return fact(t("mailed.name"), hint, [set, remove]);
  }

  #codes({ recovery_codes: count }) {
    const make = this.#button("codes.make", (props) => askCodes(props));
    return fact(t("codes.title"), t("codes.left", { count }), [make]);
  }

  #remove(what, question) {
    return this.#button("factors.remove", (props) => askRemove(props, { last: this.last, ...question }), what);
  }

  /** A button that asks something and shows what has become of it; `what` tells it from others of its name. */
  #button(key, ask, what) {
    const label = what && t("factors.label", { act: t(key), what });
    const onClick = () => busy(button, () => this.#do(ask));
    const button = h("button", { class: "button small", type: "button", "aria-label": label, onClick }, t(key));
    return button;
  }

  async #do(ask) {
    const { app, signal } = this.props;
    try {
      if (await ask({ app, signal })) this.#show(await app.api.ask("GET", "/account/factors"));
    } catch (error) {
      app.notify({ text: sayProblem(error), kind: "error" });
    }
  }
}

function fact(what, text, buttons) {
  const shown = buttons.filter(Boolean);
  return h("div", { class: "fact" }, h("dt", {}, what), h("dd", {}, h("small", {}, text)), h("dd", { class: "fact-acts" }, shown));
}
