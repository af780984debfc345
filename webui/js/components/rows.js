/** A list that keeps the elements of its lines when it changes, so that focus and open menus stay. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h, setText } from "../lib/dom.js";
import { Placeholder } from "./placeholder.js";

const FOCUSABLE = "a[href], button";
const FIRST = 12;

/**
 * `key(item)` identifies a line; `row(item)` makes its Component, which has `update(item)`. `empty` is
 * the node for an empty list, `waiting` the text while the list is loaded. If the line with the focus is removed, the
 * next line gets the focus. A button below shows the lines after the `first` ones, each time as many as are shown already.
 */
export class Rows extends Component {
  #items = [];
  #most;
  #rows = new Map();

  build() {
    const { className = "rows", empty, first = FIRST, label, waiting } = this.props;
    this.#most = first;
    this.list = h("ul", { class: className, "aria-label": label, hidden: true });
    const onClick = () => this.#showMore();
    this.more = h("button", { class: "button quiet rows-more", type: "button", hidden: true, onClick });
    const root = h("div", {}, this.list, this.more);
    this.placeholder = this.append(new Placeholder({ empty, waiting }), root);
    return root;
  }

  /** Say that it is being loaded, or failed: `status` and `failure` of a Placeholder. Lines that are shown stay. */
  miss(status, failure) {
    if (status === "loading" && this.#rows.size > 0) return;
    this.element.hidden = false;
    this.placeholder.show(status, failure);
  }

  /** Show the lines as they are known. */
  show(items) {
    this.#items = items;
    const { empty, key, row } = this.props;
    const wanted = new Map(items.slice(0, this.#most).map((item) => [key(item), item]));
    const lost = this.#drop(wanted);
    let place = this.list.firstElementChild;
    for (const [name, item] of wanted) {
      const known = this.#rows.get(name);
      const part = known ?? this.append(row(item), this.list);
      this.#rows.set(name, part);
      if (known) part.update?.(item);
      if (part.element === place) place = place.nextElementSibling;
      else put(this.list, part.element, place);
    }
    this.list.hidden = items.length === 0;
    this.more.hidden = items.length <= this.#most;
    setText(this.more, t("rows.more", { count: items.length - this.#most }));
    this.element.hidden = items.length === 0 && !empty;
    this.placeholder.show(items.length === 0 ? "empty" : "ready");
    if (lost !== null) this.#focusNear(lost);
  }

  #showMore() {
    const before = this.#most;
    this.#most *= 2;
    this.show(this.#items);
    this.list.children[before]?.querySelector(FOCUSABLE)?.focus();
  }

  /** Remove the lines that are not wanted; return the place of the one with the focus, or null. */
  #drop(wanted) {
    let lost = null;
    for (const [name, part] of this.#rows) {
      if (wanted.has(name)) continue;
      const places = [...this.list.children];
      if (part.element.contains(document.activeElement)) lost = places.indexOf(part.element);
      this.#rows.delete(name);
      this.remove(part);
    }
    return lost;
  }

  #focusNear(place) {
    const rows = [...this.list.children];
    rows.at(Math.min(place, rows.length - 1))?.querySelector(FOCUSABLE)?.focus();
  }
}

/** Move an element without losing focus and popovers, if the browser can do that. */
function put(list, element, before) {
  if (element.parentNode === list && list.moveBefore) list.moveBefore(element, before);
  else list.insertBefore(element, before);
}
