/** A list that keeps the elements of its lines when it changes, so that focus and open menus stay. */

import { Component } from "../lib/component.js";
import { h } from "../lib/dom.js";
import { Placeholder } from "./placeholder.js";

const FOCUSABLE = "a[href], button";

/**
 * `key(item)` identifies a line; `row(item)` makes its Component, which has `update(item)`. `empty` is
 * the node for an empty list, `waiting` the text while the list is loaded. If the line with the focus is removed, the
 * next line gets the focus.
 */
export class Rows extends Component {
  #rows = new Map();

  build() {
    this.list = h("ul", { class: this.props.className ?? "rows", "aria-label": this.props.label });
    this.list.hidden = true;
    const root = h("div", {}, this.list);
    const { empty, waiting } = this.props;
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
    const { empty, key, row } = this.props;
    const wanted = new Map(items.map((item) => [key(item), item]));
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
    this.element.hidden = items.length === 0 && !empty;
    this.placeholder.show(items.length === 0 ? "empty" : "ready");
    if (lost !== null) this.#focusNear(lost);
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
