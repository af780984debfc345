/** The page to edit the own profile: image, country, and a short text. */

import { Form } from "../../components/form.js";
import { Loading } from "../../components/loading.js";
import { country } from "../../i18n/dates.js";
import { explainProblem, sayField } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { CODES } from "../../lib/countries.js";
import { h } from "../../lib/dom.js";
import { profilePath } from "../../lib/profile_path.js";
import { AvatarForm } from "./avatar_form.js";

const LONGEST = 280;

export class EditProfile extends Component {
  get title() {
    return t("edit.title");
  }

  build() {
    const root = h("section", { class: "profile" }, h("h1", {}, t("edit.title")));
    const { app } = this.props;
    const parts = { ask: () => app.api.ask("GET", "/profile"), show: (profile) => this.#show(profile) };
    this.append(new Loading({ app, waiting: t("profile.loading"), ...parts }), root);
    return root;
  }

  #show(profile) {
    const { app } = this.props;
    app.people.setProfile(profile);
    if (profile.guest) {
      app.router.go("/account", { replace: true }); // a guest has no profile to edit yet
      return;
    }
    this.append(new AvatarForm({ app }), this.element);
    const card = h("section", { class: "card" }, h("h2", {}, t("edit.words")));
    this.append(new Form({
      fields: fields(profile),
      submit: t("edit.save"),
      kind: "primary",
      beside: h("a", { class: "button", href: profilePath(profile.player.id) }, t("edit.done")),
      explain: explainProblem,
      onSubmit: (values) => this.#save(values),
    }), card);
    this.element.append(card);
  }

  async #save({ country: code, about }) {
    const { api, notify, people } = this.props.app;
    people.setProfile(await api.ask("PUT", "/profile", { country: code || null, about }));
    notify({ text: t("edit.saved") });
  }
}

function fields({ about, country: code }) {
  const names = CODES.map((each) => [each, country(each)]).toSorted(([, a], [, b]) => a.localeCompare(b));
  return [
    {
      name: "country",
      label: t("edit.country"),
      kind: "select",
      options: [["", t("edit.country.none")], ...names],
      value: code ?? "",
      autocomplete: "country",
    },
    {
      name: "about",
      label: t("edit.about"),
      hint: t("edit.about.hint"),
      kind: "textarea",
      rows: 4,
      value: about,
      check: (text) => ([...text].length > LONGEST ? sayField({ field: "about", rule: "long", limit: LONGEST }) : ""),
    },
  ];
}
