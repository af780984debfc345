/** Under a result: offer another match to the opponent, or answer their offer. */

import { named } from "../components/bot.js";
import { sayError } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { busy, h, setText } from "../lib/dom.js";
import { every } from "../lib/ticker.js";

const TICK = 250;
/** The buttons of each state: the one that says yes, the one that says no. */
const BUTTONS = {
  open: ["result.rematch", null],
  sent: [null, "rematch.back"],
  asked: ["rematch.accept", "rematch.decline"],
};

/** `match` is the id, `players` are its two people as in the match; the viewer is one of them. */
export class Rematch extends Component {
  #answers = false;
  #refused = "";

  build() {
    const { app, players } = this.props;
    const { id } = app.store.state.player; // nobody is signed in any more when this stops after the session's end
    this.me = players.find((player) => player.id === id);
    this.other = players.find((player) => player.id !== id);
    this.text = h("p", { role: "status" });
    this.yes = h("button", { class: "button primary", onClick: () => this.#say(this.yes, true) });
    this.no = h("button", { class: "button", onClick: () => this.#say(this.no, false) });
    return h("div", { class: "rematch", hidden: true }, this.text, h("div", { class: "actions" }, this.yes, this.no));
  }

  start() {
    super.start();
    const { session, store } = this.props.app;
    this.own(store.subscribe((state) => state.matches[this.props.match]?.rematch, () => this.#changed()));
    this.own(session.on("welcome", () => this.#answers && this.#look()));
    this.own(every(TICK, () => this.#render()));
    this.own(() => this.#leave());
    this.#look();
  }

  #changed() {
    this.#refused = "";
    this.#render();
  }

  /** Find out whether the match still answers, and what has been offered before this page was loaded. */
  async #look() {
    const { match, app } = this.props;
    this.#answers = await app.session.request({ t: "look", match }).then(() => true, () => false);
    this.#render();
  }

  get #state() {
    const { app, match } = this.props;
    return rematchState(app.store.state.matches[match]?.rematch, this.me, app.session.clock.now());
  }

  #render() {
    this.element.hidden = !this.#answers;
    if (this.element.hidden) return;
    const state = this.#state;
    setText(this.text, this.#refused || sayState(state, named(this.other)));
    this.text.hidden = this.text.textContent === "";
    const [yes, no] = BUTTONS[state] ?? [null, null];
    const focused = [this.yes, this.no].find((button) => button === document.activeElement);
    show(this.yes, yes);
    show(this.no, no);
    if (focused?.hidden) [this.yes, this.no].find((button) => !button.hidden)?.focus();
  }

  #say(button, on) {
    return busy(button, async () => {
      const { app, match } = this.props;
      this.#refused = "";
      try {
        await app.session.request({ t: "rematch", match, on });
      } catch (error) {
        this.#refused = sayError(error);
      }
      this.#render();
    });
  }

  /** Whoever goes elsewhere is not waited for. */
  #leave() {
    const { app, match } = this.props;
    if (!this.#answers || !(this.#state in BUTTONS)) return;
    app.session.request({ t: "rematch", match, on: false }).catch(() => {});
  }
}

/**
 * What there is to say, for `rematch` of the store (or undefined), the viewer's player and the server's clock in ms:
 * "open" (nobody has offered), "sent", "asked", "late", "gone" or "begins".
 */
export function rematchState(rematch, { side }, now) {
  const { offers = [], until = 0, over = false } = rematch ?? {};
  if (offers.length > 1) return "begins";
  if (over) return "gone";
  if (offers.length === 0) return "open";
  if (now >= until) return "late";
  return offers.includes(side) ? "sent" : "asked";
}

function sayState(state, name) {
  return state === "open" ? "" : t(`rematch.${state}`, { name });
}

function show(button, key) {
  button.hidden = key === null;
  if (key) setText(button, t(key));
}
