/** A field in which one searches, and what is found below it: rooms, people, or lines. */

import { Rows } from "../../components/rows.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, listen, setText } from "../../lib/dom.js";
import { after } from "../../lib/ticker.js";

const PAUSE = 350; // ms
let made = 0;

/**
 * `ask(words, skip)` resolves to `{items, more}`, without the first `skip` ones. With fewer than `fewest` characters nothing is asked, and `idle()`, if given,
 * returns what is shown then. `key` and `row` are as in Rows; `label` names the field, `none` is said if nothing is found.
 */
export class Finder extends Component {
  #asked = 0;
  #cancel = () => {};
  #found = [];

  build() {
    const { key, label, longest = 100, none, row } = this.props;
    made += 1;
    const id = `finder-${made}`;
    this.input = h("input", { id, class: "input", type: "search", maxlength: longest, autocomplete: "off" });
    this.note = h("p", { class: "note", role: "status" });
    const empty = h("p", { class: "soft" }, none);
    this.rows = new Rows({ key, row, label: t("chat.found.list"), first: Infinity, empty, waiting: t("chat.finding") });
    const onSubmit = (event) => {
      event.preventDefault();
      this.ask();
    };
    const form = h("form", { class: "field", role: "search", onSubmit }, h("label", { for: id }, label), this.input, this.note);
    const root = h("div", { class: "finder" }, form);
    this.append(this.rows, root);
    const onClick = () => busy(this.next, () => this.#askMore());
    this.next = h("button", { class: "button quiet rows-more", type: "button", hidden: true, onClick }, t("chat.found.next"));
    root.append(this.next);
    return root;
  }

  start() {
    super.start();
    this.own(() => this.#cancel());
    this.own(listen(this.input, "input", () => {
      this.#cancel();
      this.#cancel = after(PAUSE, () => this.ask());
    }));
    this.ask();
  }

  focus() {
    this.input.focus();
  }

  /** Forget the words. */
  clear() {
    this.input.value = "";
    this.ask();
    this.focus();
  }

  /** Ask (again); an answer that comes after a later question counts no more. */
  async ask() {
    const { ask, fewest = 0, idle } = this.props;
    this.#cancel();
    this.#asked += 1;
    const number = this.#asked;
    const words = this.input.value.trim();
    if ([...words].length < fewest) return this.#rest(idle?.() ?? []);
    this.next.hidden = true;
    this.rows.miss("loading");
    try {
      const { items, more } = await ask(words);
      if (number !== this.#asked || !this.running) return undefined;
      this.#show(items, more);
    } catch (error) {
      const again = () => this.ask();
      if (number === this.#asked && this.running) this.rows.miss("failed", { text: sayProblem(error), again });
    }
    return undefined;
  }

  /** Ask for what follows what is shown. What has come in meanwhile moves the rest down, so some may be known. */
  async #askMore() {
    const { ask, key } = this.props;
    const [number, before] = [this.#asked, this.#found];
    try {
      const { items, more } = await ask(this.input.value.trim(), before.length);
      if (number !== this.#asked || !this.running) return;
      const known = new Set(before.map(key));
      this.#show([...before, ...items.filter((item) => !known.has(key(item)))], more);
      this.rows.list.children[before.length]?.querySelector("a[href], button")?.focus();
    } catch (error) {
      if (number === this.#asked && this.running) setText(this.note, sayProblem(error));
    }
  }

  #show(items, more) {
    this.#found = items;
    this.rows.show(items);
    this.next.hidden = !more;
    setText(this.note, sayCount(items.length, more));
  }

  #rest(items) {
    this.next.hidden = true;
    setText(this.note, this.props.hint ?? "");
    this.rows.show(items);
    this.rows.element.hidden = items.length === 0;
  }
}

function sayCount(count, more) {
  if (count === 0) return "";
  return more ? t("chat.found.more", { count }) : t("chat.found", { count });
}
