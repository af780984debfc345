/** The e-mail address on the account page: whether it is confirmed, and what to do if not. */

import { email } from "../../components/account_fields.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, setText } from "../../lib/dom.js";

/** `change(form)` shows a dialog and resolves to whether it succeeded; `ways` says whether the server sends mails. */
export class EmailRow extends Component {
  build() {
    this.address = h("span", {});
    this.note = h("small", {});
    const send = h("button", { class: "button small", onClick: () => busy(send, () => this.#sendAgain()) }, t("account.email.again"));
    this.send = send;
    const label = t("account.change.label", { what: t("account.email") });
    const onClick = () => this.#change();
    const change = h("button", { class: "button small", "aria-label": label, onClick }, t("account.change"));
    this.update(this.props.record);
    return h("div", { class: "fact" }, [
      h("dt", {}, t("account.email")),
      h("dd", {}, this.address, this.note, this.send),
      h("dd", {}, change),
    ]);
  }

  /** Show the account as the server has just told it. */
  update(record) {
    this.record = record;
    const state = this.#state(record);
    setText(this.address, record.email ?? t("account.email.none"));
    setText(this.note, state ? t(`account.email.${state}`, { address: record.email_pending }) : "");
    this.send.hidden = !["open", "pending"].includes(state);
  }

  #state({ email: address, email_confirmed: confirmed, email_pending: pending }) {
    if (!this.props.ways.mail) return null;
    if (pending) return "pending";
    if (confirmed) return "confirmed";
    return address ? "open" : "missing";
  }

  async #change() {
    const { ways, change, app } = this.props;
    let record = null;
    const done = await change({
      title: t("account.email.title"),
      text: ways.mail && t("account.email.text"),
      fields: [email({ value: this.record.email_pending ?? this.record.email ?? "" })],
      onSubmit: async (values) => (record = await app.api.ask("PUT", "/account/email", values)),
    });
    if (!done) return;
    this.update(record);
    const waits = !this.send.hidden;
    const address = record.email_pending ?? record.email;
    app.notify({ text: t(waits ? "account.email.sent" : "account.email.done", { address }) });
  }

  async #sendAgain() {
    const { api, notify } = this.props.app;
    try {
      await api.ask("POST", "/account/email/confirmation", {});
      notify({ text: t("account.email.sent", { address: this.record.email_pending ?? this.record.email }) });
    } catch (error) {
      notify({ text: sayProblem(error), kind: "error" });
    }
  }
}
