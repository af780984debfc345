/** Each of these pages stands for one that is loaded when it is first shown. */

import { Loading } from "../components/loading.js";
import { factorParts } from "../factors/door.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { catchFocus, h } from "../lib/dom.js";
import { later } from "../lib/later.js";

const mailParts = later(async () => (await import("../mail/begin.js")).begin());

/** Resolves to the page to which providers lead back, and the list of identities. */
export const providerParts = later(async () => (await import("../providers/begin.js")).begin());

class LaterPage extends Component {
  /** Its name among the parts. */
  part = "";

  get title() {
    return t("tours.title");
  }

  /** Resolves to the pages by name. */
  parts() {
    return this.props.app.tournaments.parts();
  }

  build() {
    return h("section", { class: "later" });
  }

  start() {
    super.start();
    const { app } = this.props;
    const parts = { ask: () => this.parts(), show: (pages) => this.#show(pages) };
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

export class ResetFactorsPage extends LaterPage {
  part = "ResetFactors";

  get title() {
    return t("factors.title");
  }

  parts() {
    return factorParts();
  }
}

class MailPage extends LaterPage {
  get title() {
    return t("mail.title");
  }

  parts() {
    return mailParts();
  }
}

export class ConfirmEmailPage extends MailPage {
  part = "confirm";
}

export class UnsubscribePage extends MailPage {
  part = "unsubscribe";
}

export class ForgotPasswordPage extends MailPage {
  part = "forgot";
}

export class ComeBackPage extends LaterPage {
  part = "back";

  get title() {
    return t("come.title");
  }

  parts() {
    return providerParts();
  }
}
