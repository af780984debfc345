/** Who organises it too, who is invited, and the words that open it. */

import { named } from "../../../components/bot.js";
import { t } from "../../../i18n/t.js";
import { Component } from "../../../lib/component.js";
import { busy, h, setText } from "../../../lib/dom.js";
import { organise } from "../../../tournaments/acts.js";
import { hasEnded } from "../../../tournaments/model.js";

export class Helpers extends Component {
  build() {
    const { app, model } = this.props;
    this.words = h("dl", { class: "words" });
    this.name = h("input", { class: "input", "aria-label": t("desk.find.label"), placeholder: t("desk.find.label"), autocomplete: "off" });
    this.found = h("ul", { class: "rows", "aria-label": t("desk.find.found") });
    this.note = h("p", { class: "note", role: "status" });
    const button = h("button", { class: "button" }, t("desk.find.go"));
    const onSubmit = (event) => {
      event.preventDefault();
      busy(button, () => this.#find());
    };
    this.organisers = h("ul", { class: "rows", "aria-label": t("desk.organisers") });
    const find = h("form", { class: "local-row find-row", onSubmit }, this.name, button);
    const root = h("div", { class: "column" }, this.words, this.organisers, find, this.note, this.found);
    this.app = app;
    this.model = model;
    return root;
  }

  start() {
    super.start();
    this.own(this.app.store.subscribe((state) => state.organised[this.model.id], () => this.update(this.model)));
  }

  idle(model) {
    return hasEnded(model);
  }

  update(model) {
    this.model = model;
    const told = this.app.store.state.organised[model.id];
    const entries = [["station", told?.station_word], ["word", told?.word]].filter(([, word]) => word);
    const key = JSON.stringify([entries, model.head.organisers]);
    if (key === this.key) return;
    this.key = key;
    this.words.replaceChildren(...entries.flatMap(([name, word]) => [h("dt", {}, t(`desk.word.${name}`)), h("dd", {}, h("code", {}, word))]));
    this.organisers.replaceChildren(...model.head.organisers.map((person) => this.#organiser(person)));
    this.organisers.hidden = model.head.organisers.length === 0;
  }

  #organiser(person) {
    const onClick = () => busy(button, () => organise(this.app, this.model.id, { act: "appoint", player: person.id, on: false }));
    const button = h("button", { class: "button small", type: "button", "aria-label": t("desk.dismiss.label", { name: named(person) }), onClick }, t("desk.dismiss"));
    return h("li", { class: "row" }, h("div", { class: "row-main" }, named(person)), h("div", { class: "row-acts" }, button));
  }

  async #find() {
    const name = this.name.value.trim();
    if (name === "") return;
    setText(this.note, "");
    try {
      const { players } = await this.app.api.ask("GET", `/players?name=${encodeURIComponent(name)}`);
      if (!this.running) return;
      this.found.replaceChildren(...players.map((person) => this.#person(person)));
      if (players.length === 0) setText(this.note, t("desk.find.none"));
    } catch {
      setText(this.note, t("desk.find.failed"));
    }
  }

  #person({ id, ...person }) {
    const name = named({ id, ...person });
    const act = (what, more) => {
      const onClick = () => busy(button, async () => {
        const done = await organise(this.app, this.model.id, { act: what, player: id, ...more });
        if (done) setText(this.note, t(`desk.${what}.done`, { name }));
      });
      const button = h("button", { class: "button small", type: "button", "aria-label": t(`desk.${what}.label`, { name }), onClick }, t(`desk.${what}`));
      return button;
    };
    return h("li", { class: "row" }, h("div", { class: "row-main" }, name), h("div", { class: "row-acts" }, act("invite", {}), act("appoint", { on: true })));
  }
}
