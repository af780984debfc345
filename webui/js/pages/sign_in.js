/** Signing in: with just a name, with an account, or by making one. Shown at whatever address was asked for. */

import { explainProblem, sayField } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { Form } from "../components/form.js";
import { RallyPicture } from "../components/rally_picture.js";
import { Component } from "../lib/component.js";
import { h } from "../lib/dom.js";
import { broken } from "../lib/rules.js";

const check = (field) => (value) => {
  const fault = broken(field, value);
  return fault ? sayField({ field, ...fault }) : "";
};
const given = (field) => (value) => (value === "" ? sayField({ field, rule: "missing" }) : "");

const name = (props) => ({ name: "name", label: t("sign.name"), autocomplete: "username", ...props });
const password = (props) => ({ name: "password", label: t("sign.password"), type: "password", ...props });

/** The ways to sign in: the fields of each, and the call it makes. */
const WAYS = {
  guest: {
    fields: () => [
      name({
        label: t("sign.name.guest"),
        hint: t("sign.display.hint"),
        autocomplete: "nickname",
        check: check("display_name"),
      }),
    ],
    call: (api, values) => api.guest(values.name),
  },
  login: {
    fields: () => [
      name({ check: given("name") }),
      password({ autocomplete: "current-password", check: given("password") }),
    ],
    call: (api, values) => api.login(values.name, values.password),
  },
  register: {
    fields: () => [
      {
        name: "display_name",
        label: t("sign.display"),
        hint: t("sign.display.hint"),
        autocomplete: "nickname",
        check: check("display_name"),
      },
      name({ hint: t("sign.name.hint"), check: check("name") }),
      {
        name: "email",
        label: t("sign.email"),
        hint: t("sign.email.hint"),
        type: "email",
        autocomplete: "email",
        check: check("email"),
      },
      password({
        autocomplete: "new-password",
        hint: t("sign.password.new"),
        check: check("password"),
      }),
    ],
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
    this.tabs = Object.keys(WAYS).map((way) => this.#tab(way));
    const text = h("div", { class: "sign-words" }, [
      h("h1", {}, t("sign.lead")),
      h("p", {}, t("sign.text")),
      h("div", { class: "panel" }, [
        h("div", { class: "tabs", role: "group", "aria-label": t("sign.ways") }, this.tabs),
        this.place,
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
      fields: WAYS[way].fields(),
      submit: t(`sign.${way}.submit`),
      onSubmit: async (values) => store.set({ player: await WAYS[way].call(api, values) }),
      explain: (error) => explain(way, error),
    });
    this.append(this.#form, this.place);
  }
}

/** Which fields are to blame for a refusal, if any are, and the words. */
function explain(way, error) {
  const wrong = error.status === 401 && way === "login";
  return wrong ? { fields: { password: t("sign.wrong") } } : explainProblem(error);
}
