/** The own bots and API tokens: make, rename, revoke and delete them. */

import { Rows } from "../components/rows.js";
import { sayProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { busy, h } from "../lib/dom.js";
import { askBot, askDelete, askRename, askRevoke, askToken } from "./asking.js";
import { keyOf, linesOf } from "./lines.js";
import { BotRow, OwnRow, TokenRow } from "./row.js";

export class ProgramList extends Component {
  #programs = null;

  build() {
    this.rows = new Rows({
      key: keyOf,
      row: (line) => this.#row(line),
      label: t("programs.title"),
      waiting: t("programs.loading"),
      empty: h("div", { class: "empty" }, h("p", {}, t("programs.empty")), h("p", {}, t("programs.empty.hint"))),
      first: Infinity,
    });
    const bot = h("button", { class: "button", onClick: () => busy(bot, () => this.#act(askBot)) }, t("programs.bot.make"));
    const token = h("button", { class: "button", onClick: () => busy(token, () => this.#act(askToken, null)) }, t("programs.token.own"));
    const root = h("div", { class: "programs" });
    this.append(this.rows, root);
    root.append(h("div", { class: "actions" }, bot, token));
    return root;
  }

  start() {
    super.start();
    this.#show(this.props.programs);
  }

  #row(line) {
    const { app } = this.props;
    if (line.kind === "own") return new OwnRow({});
    if (line.kind === "token") return new TokenRow({ line, revoke: () => this.#act(askRevoke, line.token) });
    const id = line.bot.id; // its name may change
    const bot = () => this.#programs.bots.find((one) => one.id === id);
    return new BotRow({
      app,
      line,
      make: () => this.#act(askToken, bot()),
      rename: () => this.#act(askRename, bot()),
      remove: () => this.#act(askDelete, bot()),
    });
  }

  #show(programs) {
    this.#programs = programs;
    this.rows.show(linesOf(programs));
  }

  /** Do what `ask(props, about)` asks for; it resolves to whether something has changed. */
  async #act(ask, about) {
    const { app } = this.props;
    try {
      if (await ask(this.props, about)) this.#show(await app.api.ask("GET", "/account/programs"));
    } catch (error) {
      app.notify({ text: sayProblem(error), kind: "error" });
    }
  }
}
