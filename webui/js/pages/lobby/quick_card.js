/** Quick match: choose what is played, wait for the next opponent, or stop waiting. */

import { Choice } from "../../components/choice.js";
import { duration, t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, setText, swap } from "../../lib/dom.js";
import { recall, remember } from "../../lib/storage.js";
import { every } from "../../lib/ticker.js";
import { MODES } from "../leaderboard/leaderboard.js";

const KEPT = "rally.quick";

export class QuickCard extends Component {
  #queued = false;

  build() {
    const find = () => busy(this.find, () => this.props.send({ t: "queue", ...this.#wish }));
    const cancel = () => busy(this.cancel, () => this.props.send({ t: "unqueue" }));
    this.what = h("small", { class: "quick-what" });
    this.find = h("button", { class: "button primary large", onClick: find }, t("quick.find"), this.what);
    this.cancel = h("button", { class: "button large", onClick: cancel, hidden: true }, t("quick.cancel"));
    this.heading = h("h2", { "aria-live": "polite" });
    this.text = h("p", {});
    this.#choose();
    const ball = h("div", { class: "quick-court", "aria-hidden": "true" }, h("i", {}));
    this.choices = h("div", { class: "quick-choices" }, this.mode.element, this.kind.element);
    const parts = [this.heading, this.text, this.find, this.cancel, this.choices];
    const words = h("div", { class: "quick-words" }, parts);
    return h("section", { class: "card quick" }, words, ball);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.lobby?.queued ?? false, () => this.#render()));
    this.own(store.subscribe((state) => state.player?.guest, () => this.#render()));
    this.own(every(1000, () => this.#render()));
  }

  /** What is asked for; guests have no rating. */
  get #wish() {
    const { player } = this.props.app.store.state;
    return { mode: this.mode.value, rated: this.kind.value === "rated" && !player?.guest };
  }

  #choose() {
    const [mode, kind] = (recall(KEPT) ?? "").split(" ");
    const onChange = () => {
      remember(KEPT, `${this.mode.value} ${this.kind.value}`);
      this.#render();
    };
    const choice = (name, values, value) =>
      new Choice({
        legend: t(`quick.${name}`),
        name: `quick-${name}`,
        options: values.map((each) => [each, t(`quick.${name}.${each}`)]),
        value: values.includes(value) ? value : values[0],
        onChange,
      });
    this.mode = choice("mode", MODES, mode);
    this.kind = choice("kind", ["casual", "rated"], kind);
  }

  #render() {
    const { lobby, player } = this.props.app.store.state;
    const { queued = false } = lobby ?? {};
    this.element.classList.toggle("searching", queued);
    this.#swapButtons(queued);
    this.choices.hidden = queued;
    this.kind.element.hidden = Boolean(player?.guest);
    setText(this.what, sayWhat(this.#wish));
    setText(this.heading, t(queued ? "quick.searching" : "quick.title"));
    setText(this.text, queued ? this.#saySearch(lobby) : [t("quick.text"), usual(lobby, this.#wish)].join(" ").trim());
  }

  /** For what the player waits, for how long, and how long that took lately. */
  #saySearch({ place, since, kinds }) {
    const { clock } = this.props.app.session;
    const passed = place ? clock.now() - place.since : Date.now() - since;
    const what = sayWhat(place ?? this.#wish);
    const values = { what, time: duration(Math.max(passed, 0) / 1000), usual: "" };
    const estimate = place && estimateOf(kinds, place);
    if (!estimate) return t("quick.since", values);
    return t("quick.since.usual", { ...values, usual: duration(Math.max(estimate / 1000, 1)) });
  }

  /** Replace one button by the other, and move the focus to it. */
  #swapButtons(queued) {
    if (queued === this.#queued) return;
    this.#queued = queued;
    if (queued) swap(this.find, this.cancel);
    else swap(this.cancel, this.find);
  }
}

/** "Rated, to 5 points". */
function sayWhat({ mode, rated }) {
  return t("quick.what", { kind: t(`quick.kind.${rated ? "rated" : "casual"}`), settings: t(`mode.${mode}.settings`) });
}

function estimateOf(kinds, wish) {
  return kinds?.find(({ mode, rated }) => mode === wish.mode && rated === wish.rated)?.estimate ?? null;
}

/** How long it took lately to find an opponent; empty if nobody knows. */
function usual(lobby, wish) {
  const estimate = estimateOf(lobby?.kinds, wish);
  return estimate === null ? "" : t("quick.usual", { time: duration(Math.max(estimate / 1000, 1)) });
}
