/** Who sees the own presence and when one was last seen, and who may ask; each choice is saved at once. */

import { Field } from "../../components/field.js";
import { Placeholder } from "../../components/placeholder.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";

const CHOICES = ["presence", "last_seen", "contact"];
const AUDIENCES = ["everybody", "friends", "nobody"];

export class Privacy extends Component {
  #saved = null;

  build() {
    const hints = {
      presence: t("privacy.presence.hint"),
      last_seen: t("privacy.last_seen.hint"),
      contact: t("privacy.contact.hint"),
    };
    this.fields = CHOICES.map((name) => new Field({
      name,
      label: t(`privacy.${name}`),
      hint: hints[name],
      kind: "select",
      options: AUDIENCES.map((audience) => [audience, t(`privacy.${audience}`)]),
    }));
    this.status = h("p", { class: "soft saved", role: "status" });
    this.form = h("div", { class: "form", hidden: true }, this.fields.map((field) => field.element));
    this.form.addEventListener("change", () => this.#save());
    const head = h("div", { class: "card-head" }, h("h2", {}, t("privacy.title")), this.status);
    const root = h("section", { class: "card" }, head);
    this.placeholder = this.append(new Placeholder({ waiting: t("privacy.loading") }), root);
    root.append(this.form);
    return root;
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.profile, () => this.#render()));
    this.own(store.subscribe((state) => state.circle.status, () => this.#render()));
    this.#render();
  }

  #render() {
    const { people, store } = this.props.app;
    const { circle, profile } = store.state; // both are read at once
    const failure = { text: t("privacy.failed"), again: () => people.refresh() };
    this.placeholder.show(profile ? "ready" : circle.status, failure);
    this.form.hidden = !profile;
    if (!profile || this.#saved === profile.privacy) return;
    this.#saved = profile.privacy;
    this.#put(profile.privacy);
  }

  #put(privacy) {
    for (const { input, name } of this.fields) {
      input.value = privacy[name];
    }
  }

  async #save() {
    const { api, notify, people } = this.props.app;
    setText(this.status, t("privacy.saving"));
    const chosen = Object.fromEntries(this.fields.map(({ name, value }) => [name, value]));
    try {
      people.setProfile(await api.ask("PUT", "/profile/privacy", chosen));
      setText(this.status, t("privacy.saved"));
    } catch (error) {
      setText(this.status, "");
      this.#put(this.#saved);
      notify({ text: sayProblem(error), kind: "error" });
    }
  }
}
