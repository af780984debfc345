/** The page of a station, a shared computer: it shows who plays here next, and begins their match. */

import { Form } from "../../components/form.js";
import { Placeholder } from "../../components/placeholder.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, catchFocus, h, setText } from "../../lib/dom.js";
import { withKeyNames } from "../../lib/key_names.js";
import { recall, remember } from "../../lib/storage.js";
import { pathOf, request } from "../../tournaments/acts.js";
import { STATION } from "../../tournaments/door.js";
import { atStation, hasEnded, liveMatch, organises } from "../../tournaments/model.js";
import { orderOfPlay } from "../../tournaments/order.js";
import { sayPairing, sayRefusal, saySide, sayTwo } from "../../tournaments/words.js";
import { NotFound } from "../message.js";
import { Podium } from "./podium.js";

const SHOWN = 5; // pairings that come after this one

export class StationDesk extends Component {
  #part = null;
  #kind = "";

  get title() {
    return t("station.title");
  }

  build() {
    this.name = h("a", { class: "soft" });
    this.heading = h("h1", { class: "unseen", tabindex: "-1" }, t("station.title"));
    this.body = h("div", { class: "station-body" });
    const root = h("section", { class: "station" }, this.heading, this.name, this.body);
    this.placeholder = this.append(new Placeholder({ large: true, waiting: t("tour.loading") }), root);
    return root;
  }

  start() {
    super.start();
    const { app } = this.props;
    const { follow } = app.tournaments;
    if (this.#isOne) follow.station(this.#id, true);
    this.own(follow.watch(this.#id));
    this.own(app.store.subscribe((state) => state.tournaments[this.#id], () => this.#render()));
    this.placeholder.show("loading");
    this.#render();
  }

  get #id() {
    return this.props.params.id;
  }

  get #isOne() {
    return recall(STATION) === this.#id;
  }

  #render() {
    const model = this.props.app.store.state.tournaments[this.#id];
    if (model === undefined) return;
    this.placeholder.show("ready");
    if (model) {
      this.name.href = pathOf(model.id);
      setText(this.name, model.head.plan.name);
    }
    const kind = this.#kindOf(model);
    if (kind !== this.#kind) this.#show(kind, model);
    this.#part.update?.(model);
  }

  #kindOf(model) {
    if (model === null) return "missing";
    if (hasEnded(model)) return "over";
    return this.#isOne ? "station" : "none";
  }

  #show(kind, model) {
    const { app } = this.props;
    this.#kind = kind;
    if (this.#part) this.remove(this.#part);
    const stop = () => this.#stop();
    const begin = (word) => this.#begin(word);
    const parts = {
      missing: () => new NotFound({ text: t("tour.missing") }),
      over: () => new Over({ app, model }),
      none: () => new Begin({ app, begin, model }),
      station: () => new Next({ app, stop }),
    };
    if (kind === "over") this.#forget();
    if (kind === "station") this.#be(true); // the server may not know it, or no longer
    this.#part = this.append(parts[kind](), this.body);
    catchFocus(this.element);
  }

  /** Become a station; rejects if that is refused. */
  async #begin(word) {
    await this.props.app.session.request({ t: "station", tournament: this.#id, on: true, word });
    remember(STATION, this.#id);
    this.props.app.tournaments.follow.station(this.#id, true);
    this.#render();
  }

  #be(on) {
    return request(this.props.app, { t: "station", tournament: this.#id, on });
  }

  async #stop() {
    if (!(await this.#be(false))) return;
    this.#forget();
    this.#render();
  }

  #forget() {
    if (!this.#isOne) return;
    remember(STATION, null);
    this.props.app.tournaments.follow.station(this.#id, false);
  }
}

/** Asks whether this computer is to be a station. */
class Begin extends Component {
  build() {
    const { app, begin, model } = this.props;
    const known = organises(model, app.store.state.player?.id);
    const word = { name: "word", label: t("station.word"), hint: t("station.word.hint"), autocomplete: "off" };
    const root = h("div", { class: "card form" }, h("h2", {}, t("station.begin.title")), h("p", { class: "soft" }, t("station.begin.text")));
    const onSubmit = ({ word: said = "" }) => begin(said);
    this.append(new Form({ fields: known ? [] : [word], submit: t("station.begin"), kind: "primary large", explain, onSubmit }), root);
    return root;
  }
}

function explain(error) {
  const fields = error.code === "wrong_word" ? { word: t("station.word.wrong") } : {};
  return { fields, text: sayRefusal(error) };
}

/** Who plays here now, and who comes after that. */
class Next extends Component {
  build() {
    const { app, stop } = this.props;
    this.label = h("p", { class: "station-label" });
    this.names = [0, 1].map((side) => h("span", { class: `station-name ${side === 0 ? "left" : "right"}` }));
    this.between = h("span", { class: "station-against" }, t("station.against"));
    this.two = h("h2", { class: "station-two", "aria-live": "polite" }, this.names[0], this.between, this.names[1]);
    this.round = h("p", { class: "soft" });
    const ready = () => busy(this.go, () => request(app, { t: "ready", tournament: this.model.id, pairing: this.key }));
    this.go = h("button", { class: "button primary station-go", type: "button", onClick: ready }, t("station.go"));
    this.match = h("a", { class: "button primary station-go" }, t("tour.playing.go"));
    this.keys = h("p", { class: "soft" });
    this.coming = h("ol", { class: "station-coming" });
    this.after = h("section", { class: "station-after" }, h("h3", {}, t("station.after")), this.coming);
    const end = h("button", { class: "button quiet", type: "button", onClick: () => busy(end, stop) }, t("station.stop"));
    return h("div", { class: "station-next" }, this.label, this.two, this.round, this.go, this.match, this.keys, this.after, end);
  }

  start() {
    super.start();
    withKeyNames((names) => setText(this.keys, t("local.text", names)));
  }

  update(model) {
    this.model = model;
    const one = atStation(model, this.props.app.store.state.player?.id);
    const isNew = one?.key !== this.key && one?.state === "called";
    this.key = one?.key;
    setText(this.label, t(one ? "station.next" : sayWait(model)));
    this.two.hidden = !one;
    this.round.hidden = !one;
    for (const side of [0, 1]) setText(this.names[side], one ? saySide(model, one, side) : "");
    setText(this.round, one ? sayPairing(model, one) : "");
    const match = one && liveMatch(one);
    this.match.hidden = !match;
    if (match) this.match.href = `/match/${match.match}`;
    this.go.hidden = one?.state !== "called";
    this.keys.hidden = !one;
    const { next } = orderOfPlay(model);
    this.coming.replaceChildren(...next.slice(0, SHOWN).map((each) => h("li", {}, sayTwo(model, each))));
    this.after.hidden = next.length === 0;
    if (isNew) this.go.focus();
  }
}

function sayWait({ head }) {
  if (head.held) return "station.held";
  return head.phase === "running" ? "station.wait" : "station.early";
}

class Over extends Component {
  build() {
    const { app, model } = this.props;
    const root = h("div", { class: "station-next" });
    this.podium = this.append(new Podium({ app, model }), root);
    const again = h("a", { class: "button", href: "/tournaments/local" }, t("station.another"));
    root.append(h("div", { class: "actions" }, h("a", { class: "button primary", href: pathOf(model.id) }, t("station.results")), again));
    return root;
  }

  update(model) {
    this.podium.update(model);
  }
}
