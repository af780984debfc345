/** The router: which page an address names, and how to get there by links, Back and Forward. */

import { listen } from "./dom.js";
import { nameOf } from "./focus_note.js";
import { compile } from "./pattern.js";

export class Router {
  #routes;
  #show;
  #index = 0;
  #asking = false;
  #arrived = null;
  #travelling = null;
  #layer = null;
  #passing = false;
  #dismiss = null;
  #scrolled = 0;

  /** A page sets this if it must be asked before it is left: `() => boolean | Promise<boolean>`. */
  guard = null;

  /**
   * `routes` maps patterns like "/match/{id}" to anything; `show({page, params, path, focus})` draws it; after
   * Back, `focus` names what had the focus when the page was left.
   */
  constructor(routes, show) {
    this.#routes = Object.entries(routes).map(([pattern, page]) => [compile(pattern), page]);
    this.#show = show;
  }

  /** Show the page of the address, and follow every change from now on. */
  start() {
    const { index = 0, layer = false } = history.state ?? {};
    this.#index = index;
    history.scrollRestoration = "manual"; // the browser would scroll before the page is filled
    if (!layer) this.#note({ index });
    listen(document, "scrollend", () => this.#note({ scrolled: scrollY }));
    listen(window, "popstate", (event) => this.#travelled(event));
    listen(document, "click", (event) => this.#clicked(event));
    if (layer) history.go(-1); // a reload has closed what covered the page
    else this.#arrive();
  }

  /** What `keep` has noted in this entry of the history; it survives Back and a reload. */
  get kept() {
    return history.state?.kept ?? null;
  }

  keep(kept) {
    this.#note({ kept });
  }

  /** Scroll to where this entry was left. A page that is filled later calls this when it is filled. */
  scroll() {
    scrollTo(0, this.#scrolled);
  }

  /**
   * Something covers the page: Back, or going elsewhere, calls `close` first. Returns the function to
   * call when it was closed in another way. A question of the guard needs no entry: Back has one then.
   */
  cover(close) {
    if (this.#asking) {
      this.#dismiss = close;
      return () => (this.#dismiss = null);
    }
    this.#index += 1;
    history.pushState({ index: this.#index, layer: true }, "", location.pathname);
    this.#layer = close;
    return () => this.#uncover(close);
  }

  /** Go to a path of this site, unless the guard objects; `replace` replaces the present entry. */
  async go(path, { replace = false } = {}) {
    await this.#uncover();
    if (!(await this.#mayLeave())) return;
    this.#note({ focus: nameOf(document.activeElement) });
    if (!replace) this.#index += 1;
    history[replace ? "replaceState" : "pushState"]({ index: this.#index }, "", path);
    this.#arrive();
  }

  /** Draw the page of the present address again. */
  refresh(focus = null) {
    this.#show({ ...this.resolve(location.pathname), focus });
  }

  /** The page of a path (`undefined` if there is none) and the values in its braces. */
  resolve(path) {
    for (const [read, page] of this.#routes) {
      const params = read(path);
      if (params) return { page, params, path };
    }
    return { page: undefined, params: {}, path };
  }

  /** Show the page of the address. Read its scroll position first: a shorter new page would change it. */
  #arrive() {
    this.#scrolled = history.state?.scrolled ?? 0;
    this.refresh(history.state?.focus);
    this.scroll();
  }

  #note(more) {
    history.replaceState({ ...history.state, ...more }, "");
  }

  #travelled(event) {
    if (this.#arrived) return this.#arrived();
    const index = event.state?.index ?? this.#index;
    if (event.state?.layer) return this.#pass();
    const uncovered = this.#layer !== null || this.#passing;
    this.#passing = false;
    if (this.#layer) this.#closed();
    if (uncovered && index === this.#index) return undefined; // the page below is still there
    if (this.guard) return this.#askFirst(index - this.#index);
    this.#index = index;
    return this.#arrive();
  }

  /** Go back again after Forward to the entry of a closed cover: what was closed stays closed. */
  #pass() {
    this.#passing = true;
    history.go(-1);
  }

  /** Ask the guard. The browser has moved already: move back meanwhile, so that a reload stays here. */
  async #askFirst(steps) {
    await this.#travel(-steps);
    if (!(await this.#mayLeave())) return;
    await this.#travel(steps);
    this.#index += steps;
    this.#arrive();
  }

  /** Remove what covers the page, and its entry, but only if it is this one. */
  async #uncover(close = this.#layer) {
    if (this.#layer && this.#layer === close) {
      this.#closed();
      await this.#travel(-1);
    }
    await this.#travelling;
  }

  #closed() {
    const close = this.#layer;
    this.#layer = null;
    this.#index -= 1;
    close();
  }

  async #travel(steps) {
    this.#travelling = new Promise((resolve) => {
      this.#arrived = resolve;
      history.go(steps);
    });
    await this.#travelling;
    this.#arrived = null;
  }

  async #mayLeave() {
    if (!this.guard) return true;
    if (this.#asking) {
      this.#dismiss?.();
      return false;
    }
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
