/** Pages of tournaments: each of these stands for one that is loaded when it is first shown. */

import { Loading } from "../components/loading.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { catchFocus, h } from "../lib/dom.js";

class LaterPage extends Component {
  /** Its name among the parts of `tournaments/begin.js`. */
  part = "";

  get title() {
    return t("tours.title");
  }

  build() {
    return h("section", { class: "later" });
  }

  start() {
    super.start();
    const { app } = this.props;
    const parts = { ask: () => app.tournaments.parts(), show: (pages) => this.#show(pages) };
    this.loading = this.append(new Loading({ app, waiting: t("tours.waiting"), ...parts }), this.element);
  }

  #show(pages) {
    const page = new pages[this.part](this.props);
    this.remove(this.loading);
    this.append(page, this.element);
    const { store } = this.props.app;
    if (page.title) store.set({ page: { ...store.state.page, title: page.title } });
    catchFocus(this.element);
  }
}

export class TournamentsPage extends LaterPage {
  part = "list";
}

export class NewTournamentPage extends LaterPage {
  part = "make";
}

export class LocalTournamentPage extends LaterPage {
  part = "local";
}

export class TournamentPage extends LaterPage {
  part = "tournament";
}

export class StationPage extends LaterPage {
  part = "station";
}

export class ScreenPage extends LaterPage {
  part = "screen";
}
