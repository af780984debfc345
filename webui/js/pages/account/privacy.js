/** Who sees the own presence and when one was last seen, and who may ask; each choice is saved at once. */

import { Field } from "../../components/field.js";
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
      disabled: true,
      options: AUDIENCES.map((audience) => [audience, t(`privacy.${audience}`)]),
    }));
    this.status = h("p", { class: "soft saved", role: "status" });
    const form = h("div", { class: "form" }, this.fields.map((field) => field.element));
    form.addEventListener("change", () => this.#save());
    return h("section", { class: "card" }, [
      h("div", { class: "card-head" }, h("h2", {}, t("privacy.title")), this.status),
      form,
    ]);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.profile, () => this.#render()));
    this.#render();
  }

  #render() {
    const privacy = this.props.app.store.state.profile?.privacy;
    if (!privacy) return;
    this.#saved = privacy;
    this.#put(privacy);
  }

  #put(privacy) {
    for (const { input, name } of this.fields) {
      input.value = privacy[name];
      input.disabled = false;
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
