/** A tournament of people at this computer: their aliases, and it begins. */

import { MatchSettings } from "../../components/match_settings.js";
import { CLASSIC } from "../../game/options.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, setText } from "../../lib/dom.js";
import { remember } from "../../lib/storage.js";
import { newId, pathOf } from "../../tournaments/acts.js";
import { STATION } from "../../tournaments/door.js";
import { MOST, USUAL } from "../../tournaments/plan.js";
import { aliases, faultOf } from "../../tournaments/roster.js";
import { sayRefusal } from "../../tournaments/words.js";

const LEAST = 2;

export class Local extends Component {
  #id = newId();
  #done = new Set(); // steps that were carried out, should a later one fail

  get title() {
    return t("here.title");
  }

  build() {
    this.text = h("textarea", { id: "aliases", class: "input", rows: 8, placeholder: t("desk.enter.placeholder"), "aria-describedby": "aliases-note" });
    this.note = h("p", { id: "aliases-note", class: "note", "aria-live": "polite" }, t("here.hint"));
    this.text.addEventListener("input", () => this.#names());
    this.format = h("select", { class: "input" }, Object.keys(MOST).map((value) => h("option", { value }, t(`plan.format.${value}`))));
    const { player } = this.props.app.store.state;
    this.settings = new MatchSettings({ player: player.id, settings: { ...CLASSIC, points: 5 } });
    this.message = h("p", { class: "form-error", role: "alert" });
    this.button = h("button", { class: "button primary large" }, t("here.go"));
    const onSubmit = (event) => {
      event.preventDefault();
      busy(this.button, () => this.#begin());
    };
    const form = h("form", { class: "card form", onSubmit }, [
      h("div", { class: "field" }, h("label", { for: "aliases" }, t("here.who")), this.text, this.note),
      h("label", { class: "line" }, t("plan.format"), this.format),
      this.settings.element,
      this.message,
      this.button,
    ]);
    const head = [h("h1", { tabindex: "-1" }, t("here.title")), h("p", { class: "soft" }, t("here.text"))];
    return h("section", { class: "narrow-page" }, head, form);
  }

  focus() {
    this.text.focus();
  }

  /** The aliases, if they will do. */
  #names() {
    const names = aliases(this.text.value);
    const most = MOST[this.format.value];
    const fault = faultOf(names) ?? (names.length > most ? { rule: "many", name: "", most } : null);
    setText(this.note, fault ? t(`desk.enter.${fault.rule}`, fault) : t("desk.enter.count", { count: names.length }));
    if (fault) return null;
    return names.length < LEAST ? null : names;
  }

  async #begin() {
    const { app } = this.props;
    const names = this.#names();
    if (!names) return this.text.focus();
    setText(this.message, "");
    const id = this.#id;
    const settings = this.settings.value;
    const plan = { ...USUAL, name: t("here.name"), format: this.format.value, settings, most: names.length, entry: "invited" };
    const organise = (act) => ({ t: "organise", tournament: id, act });
    try {
      await this.#step("make", { t: "make_tournament", tournament: id, plan });
      await this.#step("enter", organise({ act: "enter", aliases: names }));
      await this.#step("station", { t: "station", tournament: id, on: true });
      remember(STATION, id);
      await this.#step("start", organise({ act: "start" }));
    } catch (error) {
      return setText(this.message, sayRefusal(error));
    }
    return app.router.go(pathOf(id, "/station"), { replace: true });
  }

  async #step(name, frame) {
    if (this.#done.has(name)) return;
    await this.props.app.session.request(frame);
    this.#done.add(name);
  }
}
