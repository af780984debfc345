/** What organisers do with each entrant: check in, replace, remove. */

import { askForm } from "../../../components/form_dialog.js";
import { Rows } from "../../../components/rows.js";
import { t } from "../../../i18n/t.js";
import { Component } from "../../../lib/component.js";
import { busy, h, setText } from "../../../lib/dom.js";
import { RequestError } from "../../../net/requests.js";
import { confirm, organise } from "../../../tournaments/acts.js";
import { hasEnded } from "../../../tournaments/model.js";
import { sayName, sayRefusal } from "../../../tournaments/words.js";

/** The field of the form to which a refusal belongs. */
const FIELDS = { alias_taken: "alias", is_in: "player", no_such_player: "player" };

export class Field extends Component {
  build() {
    const { app } = this.props;
    this.rows = new Rows({
      key: ({ one }) => one.number,
      row: (line) => new Line({ app, line }),
      label: t("desk.field"),
      empty: h("p", { class: "soft" }, t("tour.entrants.none")),
    });
    const root = h("div", {});
    this.append(this.rows, root);
    return root;
  }

  idle(model) {
    return hasEnded(model);
  }

  update(model) {
    if (this.entrants === model.entrants && this.head === model.head) return;
    this.entrants = model.entrants;
    this.head = model.head;
    this.rows.show(model.entrants.filter(({ gone }) => gone === null).map((one) => ({ id: model.id, one, phase: model.head.phase })));
  }
}

class Line extends Component {
  build() {
    this.name = h("span", { class: "row-title" });
    this.note = h("span", { class: "row-note" });
    this.acts = h("div", { class: "row-acts" });
    this.update(this.props.line);
    return h("li", { class: "row" }, h("div", { class: "row-main" }, this.name, this.note), this.acts);
  }

  update(line) {
    this.line = line;
    const { one, phase } = line;
    setText(this.name, sayName(one));
    setText(this.note, phase === "check_in" ? t(one.checked ? "tour.checked" : "tour.unchecked") : "");
    const key = [phase, one.checked].join();
    if (key === this.key) return;
    this.key = key;
    const names = phase === "running" ? ["replace", "withdraw", "disqualify"] : ["check", "replace", "remove"];
    const fitting = names.filter((name) => name !== "check" || (phase === "check_in" && !one.checked));
    this.acts.replaceChildren(...fitting.map((name) => this.#button(name)));
  }

  #button(name) {
    const act = () => busy(element, () => this.#act(name));
    const label = t(`desk.${name}.label`, { name: sayName(this.line.one) });
    const kind = name === "disqualify" ? "danger" : "";
    const element = h("button", { class: `button small ${kind}`, type: "button", "aria-label": label, onClick: act }, t(`desk.${name}`));
    return element;
  }

  async #act(name) {
    const { app } = this.props;
    const { id, one } = this.line;
    const entrant = one.number;
    if (name === "check") return organise(app, id, { act: "check", entrant });
    if (name === "replace") return this.#replace();
    if (name === "remove") return organise(app, id, { act: "remove", entrant });
    const words = { title: t(`desk.${name}.title`, { name: sayName(one) }), text: t(`desk.${name}.text`), go: t(`desk.${name}`) };
    if (!(await confirm(app, words))) return false;
    return organise(app, id, { act: "remove", entrant, disqualified: name === "disqualify" });
  }

  #replace() {
    const { app } = this.props;
    const { id, one } = this.line;
    const alias = { name: "alias", label: t("tour.alias"), maxlength: 24, autocomplete: "off", check: (value) => (value ? "" : t("tour.alias.empty")) };
    const player = { name: "player", label: t("desk.replace.player"), hint: t("desk.replace.player.hint"), autocomplete: "off", optional: true };
    const form = {
      fields: [alias, player],
      submit: t("desk.replace"),
      explain: (error) => {
        const field = FIELDS[error.code];
        return { fields: field ? { [field]: sayRefusal(error) } : {}, text: sayRefusal(error) };
      },
      onSubmit: async (values) => {
        const by = values.player.trim() === "" ? {} : { player: await idOf(app, values.player.trim()) };
        const act = { act: "replace", entrant: one.number, alias: values.alias, ...by };
        return app.session.request({ t: "organise", tournament: id, act });
      },
    };
    return askForm({ router: app.router, title: t("desk.replace.label", { name: sayName(one) }), text: h("p", {}, t("desk.replace.text")), form });
  }
}

/** The id of the player with exactly this name; rejects as the server would if there is none. */
async function idOf(app, name) {
  const { players } = await app.api.ask("GET", `/players?name=${encodeURIComponent(name)}`);
  const found = players.find((player) => player.name.toLowerCase() === name.toLowerCase());
  if (found) return found.id;
  throw new RequestError("no_such_player", "");
}
