/** The line above every page: name, who is signed in, dark or light, log out. */

import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { h, listen, svg } from "../lib/dom.js";
import { currentTheme, switchTheme } from "../lib/theme.js";
import { wordmark } from "./glyphs.js";

export class Topbar extends Component {
  build() {
    this.player = h("span", { class: "topbar-player" });
    this.theme = h("button", { class: "icon-button", onClick: () => this.#switch() }, moon());
    const leave = () => this.props.app.logout();
    this.logout = h("button", { class: "button quiet", onClick: leave }, t("top.logout"));
    return h("header", { class: "topbar" }, [
      h("a", { class: "topbar-home", href: "/", "aria-label": t("top.home") }, wordmark()),
      h("div", { class: "topbar-side" }, this.player, this.theme, this.logout),
    ]);
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.player, () => this.#render()));
    const system = matchMedia("(prefers-color-scheme: light)");
    this.own(listen(system, "change", () => this.#render()));
    this.#render();
  }

  #switch() {
    switchTheme();
    this.#render();
  }

  #render() {
    const { player } = this.props.app.store.state;
    const guest = player?.guest ? h("small", {}, t("top.guest")) : null;
    this.player.replaceChildren(...[player?.name, guest].filter(Boolean));
    this.logout.hidden = !player;
    const label = t(currentTheme() === "dark" ? "top.theme.light" : "top.theme.dark");
    this.theme.setAttribute("aria-label", label);
    this.theme.title = label;
  }
}

/** A disc, half of it in the dark. */
function moon() {
  return svg("svg", { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" }, [
    svg("circle", { cx: 10, cy: 10, r: 7, class: "icon-line" }),
    svg("path", { d: "M10 3a7 7 0 0 1 0 14Z", class: "icon-fill" }),
  ]);
}
