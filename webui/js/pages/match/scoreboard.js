/** Names and score. Both names are shown before the score is known, so that the page does not jump. */

import { named } from "../../components/bot.js";
import { glyphs } from "../../components/glyphs.js";
import { Person } from "../../components/person.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, setText } from "../../lib/dom.js";
import { isBeingSaved, isNotSavedAtAll } from "../../net/match_state.js";

const SIDES = ["left", "right"];

export class Scoreboard extends Component {
  #shown = [null, null];
  #people = [null, null];

  build() {
    this.notes = SIDES.map(() => h("small", {}));
    this.names = SIDES.map((side, place) => h("div", { class: `score-name ${side}` }, this.notes[place]));
    this.points = SIDES.map((side) => h("div", { class: `score-points ${side}` }));
    this.words = h("p", { class: "unseen", "aria-live": "polite" });
    this.unsaved = h("p", { class: "score-unsaved", "aria-live": "polite" });
    return h("div", { class: "scoreboard" }, [
      this.names[0], this.points[0], h("i", { class: "score-net" }), this.points[1], this.names[1],
      this.words, this.unsaved,
    ]);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => this.#model(state), () => this.#render()));
    this.#render();
  }

  #model(state) {
    return state.matches[this.props.matchId];
  }

  #render() {
    const model = this.#model(this.props.app.store.state);
    if (!model) return;
    model.score.forEach((points, place) => this.#renderPoints(points, place));
    model.players.forEach((player) => this.#renderName(player, model));
    const [left, right] = model.players.map(named);
    const [leftScore, rightScore] = model.score;
    setText(this.unsaved, unsaved(model));
    setText(this.words, t("match.score", { left, right, leftScore, rightScore }));
  }

  #renderPoints(points, place) {
    if (this.#shown[place] === points) return;
    const scored = this.#shown[place] !== null;
    this.#shown[place] = points;
    this.points[place].replaceChildren(glyphs(points, scored ? "numeral scored" : "numeral"));
  }

  #renderName({ side, id, name, here, level }, { sets, settings, sides }) {
    const place = side < 0 ? 0 : 1;
    this.#people[place] ??= this.#addPerson({ id, name }, this.names[place]);
    const mine = sides.length === 1 && sides[0] === side;
    const known = mine ? t("match.you") : level && t(`machine.${level}`);
    const note = here ? known : t("match.away");
    const won = settings.sets > 1 && t("match.sets", { count: sets[place] });
    setText(this.notes[place], [won, note].filter(Boolean).join(" · "));
  }

  #addPerson(person, element) {
    const part = new Person({ app: this.props.app, person });
    this.append(part, element);
    element.prepend(part.element);
    part.name.title = person.name; // where there is no room, its end is cut off
    return part;
  }
}

/** What is not in the store yet, in words; of the result the banner speaks. */
function unsaved(model) {
  if (!model.unsaved || isBeingSaved(model)) return "";
  return isNotSavedAtAll(model) ? t("match.unsaved.whole") : t("match.unsaved", { count: model.unsaved });
}
