/** Signing in: with only a name, with an account, or by making one. It is shown at the requested address. */

import { displayName, email, newLogin, newPassword, password } from "../components/account_fields.js";
import { Form } from "../components/form.js";
import { RallyPicture } from "../components/rally_picture.js";
import { explainProblem } from "../i18n/say.js";
import { has, t } from "../i18n/t.js";
import { given } from "../lib/checks.js";
import { Component } from "../lib/component.js";
import { h } from "../lib/dom.js";

/** The ways to sign in: the fields and the call of each. `typed()` returns the values of the form. */
const WAYS = {
  guest: {
    fields: () => [displayName({ name: "name", label: t("sign.name.guest") })],
    call: (api, values) => api.guest(values.name),
  },
  login: {
    fields: () => [
      { name: "name", label: t("sign.name"), autocomplete: "username", autocapitalize: "none", check: given("name") },
      password(),
    ],
    call: (api, values) => api.login(values.name, values.password),
  },
  register: {
    fields: (typed) => [displayName(), newLogin(), email(), newPassword({ known: () => namesIn(typed()) })],
    call: (api, values) => api.register(values),
  },
};

export class SignIn extends Component {
  #form = null;

  get title() {
    return t("sign.title");
  }

  build() {
    this.place = h("div", {});
    this.forgot = h("p", { class: "soft", hidden: true }, h("a", { href: "/forgot-password" }, t("sign.forgot")));
    this.tabs = Object.keys(WAYS).map((way) => this.#tab(way));
    const text = h("div", { class: "sign-words" }, [
      h("h1", {}, t("sign.lead")),
      h("p", {}, t("sign.text")),
      this.#why().map((key) => h("p", { class: "refusal", role: "alert" }, t(key))),
      h("div", { class: "panel" }, [
        h("div", { class: "tabs", role: "group", "aria-label": t("sign.ways") }, this.tabs),
        this.place,
        this.forgot,
      ]),
    ]);
    const picture = h("div", { class: "sign-picture" });
    this.append(new RallyPicture(), picture);
    return h("section", { class: "sign" }, text, picture);
  }

  start() {
    super.start();
    this.#choose("guest");
  }

  focus() {
    this.#form.focus();
  }

  /** Why the person has to sign in, if that is not obvious. */
  #why() {
    const { banned, refusal } = this.props.app.store.state;
    if (banned) return ["sign.banned"];
    if (!navigator.cookieEnabled) return ["sign.no_cookies"];
    return has(`sign.${refusal}`) ? [`sign.${refusal}`] : [];
  }

  #tab(way) {
    const onClick = () => {
      this.#choose(way);
      this.focus();
    };
    return h("button", { class: "tab", type: "button", onClick, value: way }, t(`sign.${way}`));
  }

  #choose(way) {
    for (const tab of this.tabs) tab.setAttribute("aria-pressed", String(tab.value === way));
    if (this.#form) this.remove(this.#form);
    const { api, store } = this.props.app;
    this.#form = new Form({
      fields: WAYS[way].fields(() => this.#form.values()),
      submit: t(`sign.${way}.submit`),
      onSubmit: async (values) => store.set({ player: await WAYS[way].call(api, values) }),
      explain: (error) => explain(way, error),
    });
    this.append(this.#form, this.place);
    this.forgot.hidden = way !== "login";
  }
}

/** The texts of a refusal: for the fields to which it belongs, or for the whole form. */
function explain(way, error) {
  const wrong = error.status === 401 && way === "login";
  return wrong ? { fields: { password: t("sign.wrong") } } : explainProblem(error);
}

/** The names that somebody who guesses the password would try first. */
function namesIn({ display_name: shown, name, email: address }) {
  return [shown, name, ...address.split("@")];
}
