/** A button that switches between dark and light. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h, listen, setText } from "../lib/dom.js";
import { currentTheme, switchTheme } from "../lib/theme.js";
import { moon } from "./icons.js";

/** `className` says how it looks; with `words` it says what it does, without it shows a picture. */
export class ThemeButton extends Component {
  build() {
    const { className, words } = this.props;
    return h("button", { class: className, type: "button", onClick: () => this.#switch() }, words ? null : moon());
  }

  start() {
    super.start();
    this.own(this.props.app.store.subscribe((state) => state.theme, () => this.#render()));
    this.own(listen(matchMedia("(prefers-color-scheme: light)"), "change", () => this.#render()));
    this.#render();
  }

  #switch() {
    const { notify, store } = this.props.app;
    if (!switchTheme()) notify({ text: t("theme.forgotten") });
    store.set({ theme: currentTheme() });
  }

  #render() {
    const label = t(currentTheme() === "dark" ? "top.theme.light" : "top.theme.dark");
    if (this.props.words) return setText(this.element, label);
    this.element.setAttribute("aria-label", label);
    this.element.title = label;
    return undefined;
  }
}
