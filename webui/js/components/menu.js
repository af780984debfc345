/** A button that opens a list of actions, by pointer or by keys: arrows, Home, End, Escape. */

import { Component } from "../lib/component.js";
import { h } from "../lib/dom.js";

/**
 * `label` names the button and the list. `items()` returns the items at the moment of opening:
 * `[{text, href} | {text, kind?, run}]`.
 */
export class Menu extends Component {
  build() {
    const { label, face = "⋯", className = "more" } = this.props;
    const onToggle = ({ newState }) => this.#toggled(newState === "open");
    const onKeydown = (event) => this.#key(event);
    this.list = h("div", { class: "menu", popover: "auto", role: "menu", "aria-label": label, onToggle, onKeydown });
    this.list.addEventListener("beforetoggle", ({ newState }) => newState === "open" && this.#fill());
    this.button = h("button", {
      class: className, type: "button", "aria-label": label, "aria-haspopup": "menu", "aria-expanded": "false",
    }, face);
    this.button.popoverTargetElement = this.list;
    return h("span", { class: "menu-place" }, this.button, this.list);
  }

  /** Change its label. */
  label(text) {
    for (const part of [this.list, this.button]) part.setAttribute("aria-label", text);
  }

  #fill() {
    this.list.replaceChildren(...this.props.items().map((item) => this.#item(item)));
    this.list.firstElementChild?.setAttribute("autofocus", ""); // by the browser, as it opens
  }

  #item({ text, href, kind = "", run }) {
    const props = { class: `menu-item ${kind}`, role: "menuitem", tabindex: "-1" };
    if (href) return h("a", { ...props, href, onClick: () => this.list.hidePopover() }, text);
    const onClick = () => {
      this.list.hidePopover();
      this.button.focus();
      run();
    };
    return h("button", { ...props, type: "button", onClick }, text);
  }

  #toggled(open) {
    this.button.setAttribute("aria-expanded", String(open));
  }

  #key(event) {
    const items = [...this.list.children];
    const place = items.indexOf(document.activeElement);
    const next = {
      ArrowDown: (place + 1) % items.length,
      ArrowUp: (place - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    event.stopPropagation(); // these keys must not move a paddle
    if (event.key === "Tab") this.list.hidePopover();
    if (next === undefined) return;
    event.preventDefault();
    items[next].focus();
  }
}
