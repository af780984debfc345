/** Joins a tournament: under which alias, and with the word if one is asked for. */

import { Form } from "../../components/form.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h } from "../../lib/dom.js";
import { organises } from "../../tournaments/model.js";
import { sayRefusal } from "../../tournaments/words.js";

const FIELDS = { alias_taken: "alias", wrong_word: "word" };
const LONGEST = 24;

export class JoinForm extends Component {
  build() {
    const { app, model } = this.props;
    const { player } = app.store.state;
    const alias = {
      name: "alias", label: t("tour.alias"), hint: t("tour.alias.hint"), value: player.name.slice(0, LONGEST),
      maxlength: LONGEST, autocomplete: "off", check: (value) => (value === "" ? t("tour.alias.empty") : ""),
    };
    const word = { name: "word", label: t("tour.word"), hint: t("tour.word.hint"), autocomplete: "off" };
    const asks = model.head.plan.entry === "word" && !organises(model, player.id);
    const onSubmit = ({ alias: name, word: said = "" }) =>
      app.session.request({ t: "join_tournament", tournament: model.id, alias: name, word: said }, { signal: this.signal });
    const root = h("div", { class: "join-form" });
    this.append(new Form({ fields: asks ? [alias, word] : [alias], submit: t("tour.join.go"), kind: "primary", explain, onSubmit }), root);
    return root;
  }
}

function explain(error) {
  const field = FIELDS[error.code];
  const text = sayRefusal(error);
  return { fields: field ? { [field]: text } : {}, text };
}
