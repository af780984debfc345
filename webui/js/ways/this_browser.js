/** This browser: whether it takes pushes, a switch, and what to do if it cannot. */

import { sayProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { busy, h, setText } from "../lib/dom.js";
import { ApiError } from "../net/api.js";
import { Silent, ability, subscribe, unsubscribe } from "./browser.js";
import { WORKER } from "./listen.js";

/** `changed(answer)` is called with what the server says then. */
export class ThisBrowser extends Component {
  build() {
    this.words = h("p", { class: "soft", role: "status" });
    this.button = h("button", { class: "button", onClick: () => busy(this.button, () => this.#switch()) });
    return h("div", { class: "choice-line" }, this.words, this.button);
  }

  /** Show what the server says. */
  show(answer) {
    this.answer = answer;
    this.here = answer.browsers.find(({ here }) => here) ?? null;
    const can = ability(window);
    this.#say(this.here && can === "able" ? "on" : can);
    setText(this.button, t(this.here ? "ways.browser.stop" : "ways.browser.start"));
    this.button.hidden = can !== "able" && !this.here;
  }

  #say(what, values = {}) {
    setText(this.words, t(`ways.browser.${what}`, values));
  }

  async #switch() {
    try {
      await (this.here ? this.#stop() : this.#start());
    } catch (error) {
      if (error instanceof Silent) this.#say("silent");
      else if (error instanceof ApiError) this.props.app.notify({ text: sayProblem(error), kind: "error" });
      else this.#say("failed", { reason: error.message });
    }
  }

  async #start() {
    const { app, changed } = this.props;
    this.#say("asking");
    const made = await subscribe({ key: this.answer.key, script: WORKER, world: window });
    if (made) changed(await app.api.ask("PUT", "/account/ways/browser", { ...made, key_id: this.answer.key_id }));
    else this.#say(ability(window) === "denied" ? "denied" : "unasked");
  }

  async #stop() {
    const { app, changed } = this.props;
    await app.api.ask("DELETE", `/account/ways/browsers/${encodeURIComponent(this.here.id)}`);
    await unsubscribe({ world: window }).catch(() => {}); // nothing is sent to it any more
    changed(await app.api.ask("GET", "/account/ways"));
  }
}
