/** The page of a match: court, score, what is happening, and the ways out. */

import { named } from "../../components/bot.js";
import { ask } from "../../components/dialog.js";
import { Loading } from "../../components/loading.js";
import { sayError } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { catchFocus, h, listen, setText } from "../../lib/dom.js";
import { after } from "../../lib/ticker.js";
import { isContest, isOver } from "../../net/match_state.js";
import { MessagePage, NotFound } from "../message.js";
import { Arena } from "./arena.js";
import { Foot } from "./foot.js";
import { isPauseKey } from "./pause_key.js";
import { Opponent } from "./opponent.js";
import { leaving, resigning } from "./questions.js";
import { ScreenKeys } from "./screen_keys.js";
import { WatchFoot } from "./watch_foot.js";

const LAST_LOOK = 1800; // ms between the last point and the result
const GONE = new Set(["no_such_match", "not_your_match", "match_over"]);
const NOT_SHOWN = new Set(["no_such_match", "not_watchable", "too_many_watchers", "unavailable", "server_fault"]);

export class Match extends Component {
  #questions = new AbortController();
  #looking = null;

  get title() {
    return t("match.title");
  }

  build() {
    this.heading = h("h1", { class: "unseen" }, t("match.title"));
    return h("section", { class: "match" }, this.heading);
  }

  start() {
    super.start();
    this.own(() => this.#questions.abort());
    const { currentMatch, matches } = this.props.app.store.state;
    const model = matches[this.#id];
    const playing = model?.sides.length > 0 && !isOver(model);
    if (playing || currentMatch === this.#id) this.#play();
    else this.#look();
  }

  get #id() {
    return this.props.params.id;
  }

  get #model() {
    return this.props.app.store.state.matches[this.#id];
  }

  #play() {
    const { router } = this.props.app;
    this.#enter({ parts: [Foot, ScreenKeys, Opponent], refused: ({ code }) => GONE.has(code) && this.#look() });
    router.guard = () => this.#mayLeave();
    this.own(listen(document, "keydown", (event) => isPauseKey(event) && this.#togglePause()));
    this.own(listen(document, "visibilitychange", () => document.hidden && this.#pause(true)));
    this.own(() => (router.guard = null));
  }

  #watch(players) {
    const [left, right] = players.toSorted((one, other) => one.side - other.side);
    const title = t("watch.title", { left: named(left), right: named(right) });
    setText(this.heading, title);
    const refused = (error) => NOT_SHOWN.has(error.code) && this.#refuse(error);
    this.#enter({ parts: [WatchFoot], refused, watching: true });
  }

  #enter(props) {
    this.clear();
    const { app } = this.props;
    this.append(new Arena({ app, matchId: this.#id, over: () => this.#over(), ...this.#acts, ...props }), this.element);
  }

  /** Show why there is nothing to watch, `{code, detail}`; if that may change, offer to try again. */
  #refuse(error) {
    const again = { action: t("unreachable.go"), onClick: () => this.props.app.router.refresh() };
    const way = error.code === "not_watchable" ? { action: t("missing.go"), href: "/" } : again;
    this.#instead(new MessagePage({ title: t("watch.refused"), text: sayError(error), ...way }));
  }

  /** We do not play this match (any more): find out what to show instead; what is shown stays until then. */
  #look() {
    if (this.#looking) return;
    const { app } = this.props;
    const parts = { ask: () => app.api.match(this.#id), show: (record) => this.#found(record) };
    this.#looking = this.append(new Loading({ app, waiting: t("match.loading"), ...parts }), this.element);
    this.heading.after(this.#looking.element);
  }

  #found(record) {
    this.remove(this.#looking);
    this.#looking = null;
    const me = this.props.app.store.state.player.id;
    if (!record) this.#instead(new NotFound({ text: t("missing.match") }));
    else if (record.result) this.#showResult();
    else if (record.players.some(({ id }) => id === me)) this.#play();
    else if (record.players.length > 0) this.#watch(record.players);
    else this.#refuse({ code: "not_watchable" });
  }

  #instead(message) {
    this.props.app.router.guard = null;
    this.clear();
    this.heading.remove();
    this.append(message, this.element);
    catchFocus(message.element);
  }

  #over() {
    this.props.app.router.guard = null;
    this.#questions.abort();
    this.own(after(LAST_LOOK, () => this.#showResult()));
  }

  /** Show the result in place of this entry, so that Back from it leads to the page before the match. */
  #showResult() {
    this.props.app.router.guard = null;
    this.props.app.router.go(`/match/${this.#id}/result`, { replace: true });
  }

  #acts = { pause: () => this.#togglePause(), resign: () => this.#resign() };

  #togglePause() {
    this.#pause(!this.#model?.chosen);
  }

  /** Pause, or go on. Whoever plays against somebody else cannot pause, so that does nothing. */
  #pause(on) {
    const model = this.#model;
    if (!model || model.moved || isContest(model.players)) return;
    this.props.app.session.send({ t: "pause", match: this.#id, on });
  }

  async #resign() {
    const choice = await this.#ask(resigning(this.#model));
    if (choice === "resign") await this.#sendResign();
  }

  async #mayLeave() {
    if (!this.#model || this.#model.moved) return true;
    if (this.props.app.store.state.currentMatch !== this.#id) return true; // it gives way to another one
    const choice = await this.#ask(leaving(this.#model));
    if (choice === "resign") return this.#sendResign();
    if (choice === "away") this.#pause(true);
    return choice === "away";
  }

  #ask(question) {
    return ask({ ...question, router: this.props.app.router, signal: this.#questions.signal });
  }

  /** Resolves to whether the match is over, or will be; if it could not be resigned, a notice says why. */
  async #sendResign() {
    const { notify, session } = this.props.app;
    try {
      await session.request({ t: "resign", match: this.#id });
    } catch (error) {
      if (GONE.has(error.code)) return true; // it has ended in the meantime; the page is told so anyway
      notify({ text: sayError(error), kind: "error" });
      return false;
    }
    return true;
  }
}
