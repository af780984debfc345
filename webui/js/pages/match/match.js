/** The page of a match: court, score, what is happening, and the ways out. */

import { Court } from "../../components/court.js";
import { ask } from "../../components/dialog.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { after } from "../../lib/ticker.js";
import { isOver } from "../../net/match_state.js";
import { MessagePage, NotFound } from "../message.js";
import { Banner } from "./banner.js";
import { Foot } from "./foot.js";
import { leaving, resigning } from "./questions.js";
import { Scoreboard } from "./scoreboard.js";
import { ScreenKeys } from "./screen_keys.js";

const LAST_LOOK = 1800; // ms between the last point and the result
const GONE = new Set(["no_such_match", "not_your_match", "match_over"]);

export class Match extends Component {
  #questions = new AbortController();

  get title() {
    return t("match.title");
  }

  build() {
    return h("section", { class: "match" }, h("h1", { class: "unseen" }, t("match.title")));
  }

  start() {
    super.start();
    this.own(() => this.#questions.abort());
    const { currentMatch, matches } = this.props.app.store.state;
    const known = matches[this.#id] && !isOver(matches[this.#id]);
    if (known || currentMatch === this.#id) this.#play();
    else this.#look();
  }

  get #id() {
    return this.props.params.id;
  }

  get #model() {
    return this.props.app.store.state.matches[this.#id];
  }

  #play() {
    const { app } = this.props;
    const props = { app, matchId: this.#id, resign: () => this.#resign() };
    this.append(new Scoreboard(props), this.element);
    const stage = h("div", { class: "stage" });
    this.element.append(stage);
    const court = this.append(new Court({ session: app.session, matchId: this.#id }), stage);
    court.element.setAttribute("aria-label", t("match.court"));
    this.append(new Banner({ ...props, court }), stage);
    this.append(new Foot(props), this.element);
    this.append(new ScreenKeys(props), this.element);
    app.router.guard = () => this.#mayLeave();
    this.own(() => (app.router.guard = null));
    this.own(app.store.subscribe(({ matches }) => isOver(matches[this.#id]), () => this.#over()));
    this.own(app.session.on("error", ({ code }) => GONE.has(code) && this.#look()));
    this.#over();
  }

  /** We do not play it (any more): find out what there is to see instead. */
  async #look() {
    const { api, router, store } = this.props.app;
    try {
      const record = await api.match(this.#id);
      if (!this.running) return;
      if (!record) this.#instead(new NotFound({ text: t("missing.match") }));
      else if (record.result) this.#showResult();
      else if (record.players.some(({ id }) => id === store.state.player.id)) this.#play();
      else this.#instead(foreign());
    } catch (error) {
      if (this.running) this.#instead(failed(error, () => router.refresh()));
    }
  }

  #instead(message) {
    this.props.app.router.guard = null;
    this.element.replaceChildren();
    this.append(message, this.element);
  }

  #over() {
    if (!isOver(this.#model)) return;
    this.props.app.router.guard = null;
    this.#questions.abort();
    this.own(after(LAST_LOOK, () => this.#showResult()));
  }

  /** In place of this entry: Back from the result should lead to where one came from. */
  #showResult() {
    this.props.app.router.guard = null;
    this.props.app.router.go(`/match/${this.#id}/result`, { replace: true });
  }

  async #resign() {
    const choice = await this.#ask(resigning(this.#model));
    if (choice === "resign") await this.#sendResign();
  }

  async #mayLeave() {
    if (!this.#model || this.#model.moved) return true;
    const choice = await this.#ask(leaving(this.#model));
    if (choice === "resign") await this.#sendResign();
    return choice !== "stay";
  }

  #ask(question) {
    return ask({ ...question, router: this.props.app.router, signal: this.#questions.signal });
  }

  async #sendResign() {
    try {
      await this.props.app.session.request({ t: "resign", match: this.#id });
    } catch {
      // it has ended in the meantime: the page hears so by itself
    }
  }
}

function foreign() {
  const way = { action: t("missing.go"), href: "/" };
  return new MessagePage({ title: t("match.foreign"), text: t("match.foreign.text"), ...way });
}

function failed(error, onClick) {
  const title = t("unreachable.title");
  return new MessagePage({ title, text: sayProblem(error), action: t("unreachable.go"), onClick });
}
