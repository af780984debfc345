/** The result of a match: who won, why, by how much, how long it took. */

import { named } from "../components/bot.js";
import { glyphs } from "../components/glyphs.js";
import { Loading } from "../components/loading.js";
import { Person } from "../components/person.js";
import { sayError } from "../i18n/say.js";
import { duration, t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { catchFocus, h, setText } from "../lib/dom.js";
import { isContest, isOver } from "../net/match_state.js";
import { BackInQueue } from "./back_in_queue.js";
import { MessagePage, NotFound } from "./message.js";
import { again, fromModel, fromRecord, pauseLines, verdict } from "./outcome.js";
import { RatingLine } from "./rating_line.js";
import { Rematch } from "./rematch.js";

export class Result extends Component {
  get title() {
    return t("result.title");
  }

  build() {
    return h("section", { class: "result" });
  }

  start() {
    super.start();
    const model = this.props.app.store.state.matches[this.props.params.id];
    if (isOver(model)) this.#show(fromModel(model));
    else this.#load();
  }

  /** Focus the verdict, so that a screen reader announces it on arrival. */
  focus() {
    this.element.querySelector("h1")?.focus({ preventScroll: true });
  }

  #load() {
    const { app, params } = this.props;
    const parts = { ask: () => app.api.match(params.id), show: (record) => this.#fill(record) };
    this.append(new Loading({ app, waiting: t("match.loading"), ...parts }), this.element);
  }

  #fill(record) {
    this.clear();
    if (!record) this.append(new NotFound({ text: t("missing.match") }), this.element);
    else if (record.result) this.#show(fromRecord(record));
    else this.append(stillRunning(this.props.params.id), this.element);
    catchFocus(this.element);
  }

  #show(outcome) {
    const { title, cause, winner } = verdict(outcome, this.props.app.store.state.player.id);
    const cup = tournamentOf(this.props.app.store.state, this.props.params.id);
    this.refusal = h("p", { class: "refusal", role: "alert", hidden: true });
    const alone = !isContest(outcome.players);
    const mayRepeat = this.#played(outcome) && outcome.mode !== "tournament"; // there the director says who is next
    const onClick = () => this.#again(outcome);
    const rematch = h("div", { class: "rematch-place" });
    this.element.append(
      h("h1", { tabindex: "-1" }, title),
      h("p", { class: "result-cause" }, cause),
      this.#score(outcome, winner),
      h("p", { class: "result-time" }, t("result.time", { time: duration(outcome.seconds) })),
      (this.rating = h("div", {})),
      ...pausesOf(pauseLines(outcome, this.props.app.store.state.player.id)),
      this.refusal,
      rematch,
      h("div", { class: "actions" }, [
        mayRepeat && h("button", { class: `button ${alone ? "primary" : ""}`, onClick }, sayAgain(outcome)),
        cup && h("a", { class: "button primary", href: `/tournament/${encodeURIComponent(cup.id)}` }, t("tour.back")),
        h("a", { class: "button", href: "/" }, t("result.lobby")),
      ]),
    );
    if (outcome.rated && outcome.winner !== 0 && this.#played(outcome)) {
      this.append(new RatingLine({ app: this.props.app, match: this.props.params.id }), this.rating);
    }
    if (!alone && outcome.seconds > 0 && mayRepeat) {
      this.append(new Rematch({ app: this.props.app, match: this.props.params.id, players: outcome.players }), rematch);
    }
    if (outcome.seconds === 0) this.append(new BackInQueue(this.props), this.element);
    this.focus();
  }

  /** Whether the viewer has played; a watcher cannot play again. */
  #played({ players }) {
    return players.some(({ id }) => id === this.props.app.store.state.player.id);
  }

  #score({ players, score }, winner) {
    const [left, right] = players.map(named);
    const [leftScore, rightScore] = score;
    const words = t("result.score", { left, right, leftScore, rightScore });
    return h("div", { class: "result-score" }, [
      h("p", { class: "unseen", role: "img", "aria-label": words }),
      this.#half("left", players[0], leftScore, winner === -1),
      h("i", { class: "score-net" }),
      this.#half("right", players[1], rightScore, winner === 1),
    ]);
  }

  #half(side, { id, name }, points, won) {
    const place = h("div", { class: "result-name" });
    this.append(new Person({ app: this.props.app, person: { id, name } }), place);
    return h("div", { class: `result-half ${side} ${won ? "won" : ""}` }, glyphs(points, "numeral"), place);
  }

  /** Ask for another match: one with the machine or on one keyboard begins at once; others wait in the lobby. */
  async #again(outcome) {
    const { router, session } = this.props.app;
    try {
      await session.request(again(outcome));
      if (!["ai", "local"].includes(outcome.mode)) router.go("/");
    } catch (error) {
      setText(this.refusal, sayError(error));
      this.refusal.hidden = false;
    }
  }
}

/** The tournament to which a match belongs, if the page follows it. */
function tournamentOf({ tournaments = {} }, match) {
  const has = ({ matches }) => matches.some((one) => one.match === match);
  return Object.values(tournaments).find((one) => one?.pairings.some(has));
}

/** The button for another match says what it leads to. */
function sayAgain({ level, mode }) {
  if (mode === "ai") return t("result.again.ai", { level: t(`machine.${level ?? "medium"}`) });
  return t(mode === "local" ? "result.again" : `result.next.${mode}`);
}

function pausesOf(lines) {
  if (lines.length === 0) return [];
  const rows = lines.map(({ at, text }) => h("li", {}, h("span", { class: "pause-at" }, at), text));
  return [h("h2", { class: "result-pauses-title" }, t("pause.title")), h("ol", { class: "result-pauses" }, rows)];
}

function stillRunning(id) {
  const way = { action: t("result.running.go"), href: `/match/${id}` };
  return new MessagePage({ title: t("result.title"), text: t("result.running"), ...way });
}
