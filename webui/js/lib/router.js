/** Which page an address names, and the way there: History API, Back, Forward and links. */

import { listen } from "./dom.js";
import { compile } from "./pattern.js";

export class Router {
  #routes;
  #show;
  #index = 0;
  #asking = false;
  #arrived = null;

  /** Set by a page that wants to be asked before it is left: `() => boolean | Promise<boolean>`. */
  guard = null;

  /** `routes` maps patterns like "/match/{id}" to anything; `show({page, params, path})` draws it. */
  constructor(routes, show) {
    this.#routes = Object.entries(routes).map(([pattern, page]) => [compile(pattern), page]);
    this.#show = show;
  }

  /** Follow the address, now and from now on. */
  start() {
    this.#index = history.state?.index ?? 0;
    history.replaceState({ index: this.#index }, "");
    listen(window, "popstate", (event) => this.#travelled(event));
    listen(document, "click", (event) => this.#clicked(event));
    this.refresh();
  }

  /** Go to a path of ours, unless the guard objects; with `replace` in place of this entry. */
  async go(path, { replace = false } = {}) {
    if (!(await this.#mayLeave())) return;
    if (!replace) this.#index += 1;
    history[replace ? "replaceState" : "pushState"]({ index: this.#index }, "", path);
    scrollTo(0, 0);
    this.refresh();
  }

  /** Draw the page of the present address again. */
  refresh() {
    this.#show(this.resolve(location.pathname));
  }

  /** The page of a path (`undefined` if there is none) with the values in its braces. */
  resolve(path) {
    for (const [read, page] of this.#routes) {
      const params = read(path);
      if (params) return { page, params, path };
    }
    return { page: undefined, params: {}, path };
  }

  #travelled(event) {
    if (this.#arrived) return this.#arrived();
    const index = event.state?.index ?? this.#index;
    if (this.guard && index !== this.#index) return this.#askFirst(index - this.#index);
    this.#index = index;
    return this.refresh();
  }

  /** The browser has moved already: move back while we ask, so that a reload stays here. */
  async #askFirst(steps) {
    await this.#travel(-steps);
    if (!(await this.#mayLeave())) return;
    await this.#travel(steps);
    this.#index += steps;
    this.refresh();
  }

  async #travel(steps) {
    await new Promise((resolve) => {
      this.#arrived = resolve;
      history.go(steps);
    });
    this.#arrived = null;
  }

  async #mayLeave() {
    if (!this.guard) return true;
    if (this.#asking) return false;
    this.#asking = true;
    try {
      return await this.guard();
    } finally {
      this.#asking = false;
    }
  }

  #clicked(event) {
    const link = event.target.closest?.("a[href]");
    const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || modified || event.button !== 0 || event.defaultPrevented) return;
    if (link.origin !== location.origin || link.target || link.download) return;
    event.preventDefault();
    this.go(link.pathname);
  }
}
