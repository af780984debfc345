/** Signing in: with just a name, with an account, or by making one. Shown at whatever address was asked for. */

import { sayProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { Form } from "../components/form.js";
import { RallyPicture } from "../components/rally_picture.js";
import { Component } from "../lib/component.js";
import { h } from "../lib/dom.js";
import { checkLogin, checkName, checkNewPassword } from "./sign_in_checks.js";

const name = (props) => ({
  name: "name", label: t("sign.name"), autocomplete: "username", check: checkName, ...props,
});
const password = (props) => ({ name: "password", label: t("sign.password"), type: "password", ...props });

/** The ways to sign in: the fields of each, and the call it makes. */
const WAYS = {
  guest: {
    fields: () => [
      name({ label: t("sign.name.guest"), hint: t("sign.name.hint"), autocomplete: "nickname" }),
    ],
    call: (api, values) => api.guest(values.name),
  },
  login: {
    fields: () => [name(), password({ autocomplete: "current-password", check: checkLogin })],
    call: (api, values) => api.login(values.name, values.password),
  },
  register: {
    fields: () => [
      name({ hint: t("sign.name.hint") }),
      password({ autocomplete: "new-password", hint: t("sign.password.new"), check: checkNewPassword }),
    ],
    call: (api, values) => api.register(values.name, values.password),
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

/** Which field is to blame for a refusal, if one is, and the words. */
function explain(way, error) {
  if (error.status === 409) return { field: "name", text: t("sign.taken") };
  if (error.status === 401 && way === "login") return { field: "password", text: t("sign.wrong") };
  return { field: error.field, text: sayProblem(error) };
}
