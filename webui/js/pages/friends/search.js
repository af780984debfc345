/** Search for people by the beginning of their names. */

import { isBot } from "../../components/bot.js";
import { ACCEPT, ADD } from "../../components/person_acts.js";
import { PersonRow } from "../../components/person_row.js";
import { Rows } from "../../components/rows.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, listen, setText } from "../../lib/dom.js";
import { after } from "../../lib/ticker.js";
import { relationShown } from "../../net/people_state.js";

const PAUSE = 350;
const FEWEST = 2;
const SAID = new Set(["asked", "asks", "friend"]);

export class Search extends Component {
  #found = null; // no question is answered yet
  #asked = 0;
  #cancel = () => {};

  build() {
    const { app } = this.props;
    this.input = h("input", {
      id: "find", class: "input", type: "search", maxlength: 24, autocomplete: "off", "aria-describedby": "find-note",
    });
    this.note = h("p", { id: "find-note", class: "note", role: "status" }, t("friends.find.hint"));
    this.rows = new Rows({
      key: ({ player }) => player.id,
      row: (line) => new PersonRow({
        app,
        line,
        note: ({ relation }) => (SAID.has(relation) ? t(`friends.is.${relation}`) : ""),
        acts: likely,
      }),
      label: t("friends.find"),
      waiting: t("friends.find.searching"),
      empty: h("p", { class: "soft" }, t("friends.found.none")),
    });
    const onSubmit = (event) => {
      event.preventDefault();
      this.#ask();
    };
    const form = h("form", { class: "field", role: "search", onSubmit }, [
      h("label", { for: "find" }, t("friends.find.label")), this.input, this.note,
    ]);
    const root = h("section", { class: "card" }, h("h2", {}, t("friends.find")), form);
    this.append(this.rows, root);
    return root;
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.circle, () => this.#render()));
    this.own(() => this.#cancel());
    this.own(listen(this.input, "input", () => {
      this.#cancel();
      this.#cancel = after(PAUSE, () => this.#ask());
    }));
    this.#render();
  }

  async #ask() {
    this.#cancel();
    this.#asked += 1;
    const number = this.#asked;
    const name = this.input.value.trim();
    if ([...name].length < FEWEST) return this.#show(null);
    this.rows.miss("loading");
    try {
      const { players } = await this.props.app.api.ask("GET", `/players?name=${encodeURIComponent(name)}`);
      if (number === this.#asked) this.#show(players);
    } catch (error) {
      if (number === this.#asked) this.rows.miss("failed", { text: sayProblem(error), again: () => this.#ask() });
    }
    return undefined;
  }

  #show(players) {
    this.#found = players;
    const count = players?.length ?? 0;
    setText(this.note, count ? t("friends.found", { count }) : t("friends.find.hint"));
    this.#render();
  }

  #render() {
    const { circle } = this.props.app.store.state;
    this.rows.element.hidden = this.#found === null;
    const line = (player) => ({ player, relation: relationShown(circle, player.id) });
    if (this.#found) this.rows.show(this.#found.map(line));
  }
}

function likely({ player, relation }) {
  if (isBot(player.id)) return []; // nobody is there to accept
  const { name } = player;
  if (relation === "none") return [{ text: t("friends.add"), label: t("friends.add.label", { name }), run: ADD.run }];
  if (relation !== "asks") return [];
  const label = t("friends.accept.label", { name });
  return [{ text: t("friends.accept"), label, kind: "primary", run: ACCEPT.run }];
}
