/** Signing in: with only a name, with an account, or by making one. It is shown at the requested address. */

import { displayName, email, newLogin, newPassword, password } from "../components/account_fields.js";
import { providerButtons } from "../components/provider_buttons.js";
import { Form } from "../components/form.js";
import { RallyPicture } from "../components/rally_picture.js";
import { factorParts } from "../factors/door.js";
import { explainProblem, sayProblem } from "../i18n/say.js";
import { has, t } from "../i18n/t.js";
import { given } from "../lib/checks.js";
import { Component } from "../lib/component.js";
import { busy, h } from "../lib/dom.js";
import { signInWays } from "../net/sign_in_ways.js";
import { passkeyTrouble } from "../lib/passkey_support.js";

/**
 * The ways to sign in: the fields of each, and the call, which resolves to `{player}` or, if a second step is needed, to
 * `{second}`. `typed()` returns the values of the form.
 */
const WAYS = {
  guest: {
    fields: () => [displayName({ name: "name", label: t("sign.name.guest") })],
    call: async (api, values) => ({ player: await api.guest(values.name) }),
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
    call: async (api, values) => ({ player: await api.register(values) }),
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
    this.others = h("div", { class: "sign-others", hidden: true });
    this.tabs = Object.keys(WAYS).map((way) => this.#tab(way));
    this.choices = h("div", { class: "tabs", role: "group", "aria-label": t("sign.ways") }, this.tabs);
    this.passkey = h("button", { class: "button wide", type: "button", onClick: () => busy(this.passkey, () => this.#usePasskey()) }, t("sign.passkey"));
    const text = h("div", { class: "sign-words" }, [
      h("h1", {}, t("sign.lead")),
      h("p", {}, t("sign.text")),
      this.#why().map((key) => h("p", { class: "refusal", role: "alert" }, t(key))),
      h("div", { class: "panel" }, [
        this.choices,
        this.place,
        this.passkey,
        this.forgot,
        this.others,
      ]),
    ]);
    const picture = h("div", { class: "sign-picture" });
    this.append(new RallyPicture(), picture);
    return h("section", { class: "sign" }, text, picture);
  }

  start() {
    super.start();
    this.#choose("guest");
    this.#offer();
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

  /** Offer other sites to sign in with, if there are any. Without an answer the other ways are there. */
  async #offer() {
    const { app } = this.props;
    const { providers } = await signInWays(app.api);
    if (providers.length === 0) return;
    this.others.append(h("p", { class: "soft" }, t("sign.or")), providerButtons({ app, providers, intent: "sign_in" }));
    this.others.hidden = false;
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
    const { api } = this.props.app;
    this.#form = new Form({
      fields: WAYS[way].fields(() => this.#form.values()),
      submit: t(`sign.${way}.submit`),
      onSubmit: async (values) => this.#enter(await WAYS[way].call(api, values)),
      explain: (error) => explain(way, error),
    });
    this.append(this.#form, this.place);
    this.passkey.hidden = way !== "login" || passkeyTrouble() !== "";
    this.forgot.hidden = way !== "login";
  }

  /** Somebody is signed in, or has to take a second step first. */
  async #enter({ player, second }) {
    const { app } = this.props;
    if (player) return app.store.set({ player });
    const { SecondStep } = await factorParts();
    if (!this.running) return;
    this.remove(this.#form);
    for (const part of [this.choices, this.passkey, this.forgot, this.others]) part.hidden = true;
    const enter = async (path, values) => this.#enter(await app.api.enter(path, values));
    this.#form = this.append(new SecondStep({ app, second, enter, again: () => this.#again() }), this.place);
    this.focus();
  }

  #again() {
    this.choices.hidden = false;
    this.others.hidden = this.others.childElementCount === 0;
    this.#choose("login");
    this.focus();
  }

  async #usePasskey() {
    const { app } = this.props;
    try {
      const { signInWithPasskey } = await factorParts();
      await this.#enter(await signInWithPasskey(app.api));
    } catch (error) {
      app.notify({ text: sayProblem(error), kind: "error" });
    }
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
