/**
 * Chooses the settings of a match, the same wherever one begins: the points at once, the rest folded, with
 * a picture of each map. It begins with what the player chose last in this browser.
 */

import { CLASSIC } from "../game/options.js";
import { t } from "../i18n/t.js";
import { h, setText } from "../lib/dom.js";
import { mapPicture } from "./map_picture.js";
import { OPTIONS, addPreset, dropPreset, keepChosen, lastChosen, presets, same, sound } from "./presets.js";
import { sayOptions, saySettings } from "./settings_words.js";

const SELECTS = ["sets", "ball", "speed_up", "paddle"];
const OWN = "own";
let made = 0;

/** `{element, value}`; `player` is the id of who chooses; `settings`: to begin with these, and to remember nothing. */
export class MatchSettings {
  #player;
  #kept;

  constructor({ player, settings = null }) {
    made += 1;
    this.#player = player;
    this.#kept = settings === null;
    this.points = select("points", OPTIONS.points.map((count) => [count, count]));
    this.two = h("input", { type: "checkbox", name: "two" });
    this.selects = Object.fromEntries(SELECTS.map((name) => [name, select(name, OPTIONS[name].map((each) => [each, sayValue(name, each)]))]));
    this.maps = OPTIONS.map.map((name) => h("input", { type: "radio", name: `map-${made}`, value: name }));
    this.preset = select("preset", []);
    this.keep = h("button", { class: "button quiet", type: "button", onClick: () => this.#list(addPreset(player, this.value)) }, t("options.keep"));
    this.forget = h("button", { class: "button quiet", type: "button", onClick: () => this.#list(dropPreset(player, this.value)) }, t("options.forget"));
    this.said = h("span", { class: "options-said" });
    this.element = h("div", { class: "match-settings" }, line("open.points", this.points), this.#folded());
    this.#show(settings ? sound(settings) : lastChosen(player));
    this.preset.addEventListener("change", () => this.#take());
    this.element.addEventListener("change", () => this.#changed());
  }

  get value() {
    const chosen = Object.fromEntries(SELECTS.map((name) => [name, this.selects[name].value]));
    const map = this.maps.find(({ checked }) => checked).value;
    return { ...chosen, points: Number(this.points.value), win_by_two: this.two.checked, sets: Number(chosen.sets), map };
  }

  #folded() {
    const maps = this.maps.map((radio) => h("label", {}, radio, mapPicture(radio.value), h("span", {}, t(`options.map.${radio.value}`))));
    return h("details", { class: "options" }, [
      h("summary", {}, t("options.title"), " ", this.said),
      h("div", { class: "options-all" }, [
        line("options.preset", this.preset),
        line("options.two", this.two),
        SELECTS.map((name) => line(`options.${name}`, this.selects[name])),
        h("fieldset", { class: "maps" }, h("legend", {}, t("options.map")), maps),
        h("div", { class: "actions" }, this.keep, this.forget),
      ]),
    ]);
  }

  #show(settings) {
    this.points.value = settings.points;
    this.two.checked = settings.win_by_two;
    for (const name of SELECTS) this.selects[name].value = settings[name];
    for (const radio of this.maps) radio.checked = radio.value === settings.map;
    this.#list(presets(this.#player));
  }

  #changed() {
    if (this.#kept) keepChosen(this.#player, this.value);
    this.#list(presets(this.#player));
  }

  /** Play by the preset that was chosen. */
  #take() {
    const found = this.known[Number(this.preset.value)];
    if (found) this.#show(found);
  }

  /** Offer the classic game and the own presets; if none of them is what is chosen, that is said. */
  #list(own) {
    this.known = [CLASSIC, ...own.filter((each) => !same(each, CLASSIC))];
    const place = this.known.findIndex((each) => same(each, this.value));
    const options = this.known.map((each, number) => h("option", { value: number }, number === 0 ? t("options.preset.classic") : saySettings(each)));
    this.preset.replaceChildren(h("option", { value: OWN, hidden: place >= 0 }, t("options.preset.own")), ...options);
    this.preset.value = place >= 0 ? place : OWN;
    this.keep.hidden = place >= 0;
    this.forget.hidden = place < 1;
    setText(this.said, sayOptions(this.value) || t("options.classic"));
  }
}

function sayValue(name, value) {
  if (name !== "sets") return t(`options.${name}.${value}`);
  return value === 1 ? t("options.sets.one") : t("options.sets.best", { count: value });
}

function select(name, options) {
  return h("select", { class: "input", name }, options.map(([value, text]) => h("option", { value }, text)));
}

function line(label, input) {
  return h("label", { class: "line" }, t(label), input);
}
