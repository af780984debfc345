/** Who the player plays against, beside the court: image, a few facts and statistics. Folded where it has no room. */

import { avatar } from "../../components/avatar.js";
import { profilePath } from "../../lib/profile_path.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { isContest } from "../../net/match_state.js";
import { relationShown } from "../../net/people_state.js";
import { facts, marks } from "../profile/facts.js";
import { tally } from "../profile/tally.js";

/** The card has a place beside the court in a window of this width; also in match_opponent.css. */
const BESIDE = "(width >= 80rem) and (pointer: fine)";
const SIDE = 64;

export class Opponent extends Component {
  #asked = null;

  build() {
    this.name = h("summary", {}, t("opponent.title"));
    this.about = h("div", { class: "opponent-about" });
    return h("details", { class: "opponent", open: matchMedia(BESIDE).matches, hidden: true }, this.name, this.about);
  }

  start() {
    super.start();
    const { session, store } = this.props.app;
    this.own(store.subscribe((state) => this.#opponent(state), (id) => this.#ask(id)));
    this.own(store.subscribe((state) => state.circle, () => this.#render()));
    this.own(session.on("welcome", () => this.#ask(this.#opponent(store.state))));
    this.#ask(this.#opponent(store.state));
  }

  /** The id of the other person; null against the machine, or with two at one keyboard. */
  #opponent({ matches, player }) {
    const players = matches[this.props.matchId]?.players;
    if (!isContest(players)) return null;
    return players.find(({ id }) => id !== player?.id)?.id ?? null;
  }

  /** Ask who it is. Who is parted by a block is nobody to the other, and without an answer there is no card. */
  async #ask(id) {
    if (id === null || this.#asked === id) return;
    this.#asked = id;
    try {
      const record = await this.props.app.api.find(`/players/${encodeURIComponent(id)}`);
      if (record && this.running) this.#fill(record);
    } catch {
      this.#asked = null; // the next connection asks again
    }
  }

  #fill(record) {
    const person = record.player;
    const link = h("a", { class: "opponent-name", href: profilePath(person.id) }, person.name);
    const words = h("div", {}, link, marks(record), h("p", { class: "soft" }, facts(record)));
    const head = h("div", { class: "opponent-head" }, avatar(person, SIDE), words);
    this.about.replaceChildren(head, ...[record.about && h("p", {}, record.about), tally(record.tally)].filter(Boolean));
    this.#render();
  }

  /** Nothing is shown of whom the player has blocked meanwhile. */
  #render() {
    const relation = this.#asked && relationShown(this.props.app.store.state.circle, this.#asked);
    this.element.hidden = relation === "blocked" || !this.about.hasChildNodes();
  }
}
