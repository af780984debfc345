/** Search in what was said in one's own rooms. */

import { named } from "../../components/bot.js";
import { moment } from "../../i18n/dates.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { roomIn } from "../directory.js";
import { nameOf } from "../names.js";
import { Finder } from "./finder.js";
import { Sheet } from "./sheet.js";

const FEWEST = 2;
const LONGEST = 200;

/** `goTo(room, number)` looks at a line. */
export class SearchSheet extends Sheet {
  get title() {
    return t("chat.search");
  }

  fill(body) {
    const { app, goTo } = this.props;
    this.finder = this.append(new Finder({
      label: t("chat.search.label"),
      hint: t("chat.search.hint"),
      longest: LONGEST,
      fewest: FEWEST,
      none: t("chat.search.none"),
      key: ({ event, room }) => `${room} ${event.number}`,
      row: (line) => new FoundRow({ app, goTo, line }),
      ask: async (words, skip = 0) => {
        const { lines, more } = await app.api.ask("GET", `/lines?words=${encodeURIComponent(words)}&skip=${skip}`);
        return { items: lines, more };
      },
    }), body);
  }
}

/** A line that was found. */
class FoundRow extends Component {
  build() {
    const { app, goTo, line: { event, room } } = this.props;
    const { state } = app.store;
    const where = t("chat.search.where", { name: named({ id: event.author, name: event.name }), room: nameOf(roomIn(state.chat, room), state) });
    const head = h("span", { class: "found-head" }, where, " ", h("time", {}, moment(event.at)));
    const onClick = () => goTo(room, event.number);
    const words = h("span", { class: "found-words" }, event.text);
    return h("li", { class: "row" }, h("button", { class: "found", type: "button", onClick }, head, words));
  }
}
