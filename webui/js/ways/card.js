/** What one is told outside the page: by which way, in which browsers, and when not. Each choice is saved at once. */

import { Rows } from "../components/rows.js";
import { ago, shortly } from "../i18n/dates.js";
import { sayProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { busy, h, setText } from "../lib/dom.js";
import { BY_MAIL, SUBJECTS, chosen, switched } from "./model.js";
import { Quiet } from "./quiet.js";
import { ThisBrowser } from "./this_browser.js";

export class WaysCard extends Component {
  build() {
    const root = h("div", { class: "ways" });
    const changed = (answer) => this.#show(answer);
    this.browser = this.append(new ThisBrowser({ ...this.props, changed }), root);
    this.rows = this.append(new Rows({
      key: ({ id }) => id,
      row: (browser) => new BrowserRow({ browser, remove: () => this.#remove(browser) }),
      label: t("ways.browsers"),
      waiting: t("ways.waiting"),
      empty: h("p", { hidden: true }),
      first: Infinity,
    }), root);
    this.mail = h("p", { class: "soft" });
    root.append(this.#table(), this.mail);
    this.quiet = this.append(new Quiet({ ...this.props, save: (change) => this.#save(change) }), root);
    this.status = h("p", { class: "soft saved", role: "status" });
    root.append(this.status);
    return root;
  }

  start() {
    super.start();
    this.#show(this.props.answer);
  }

  #table() {
    const cell = (way, subject) => {
      const label = `${t(`ways.subject.${subject}`)}: ${t(`ways.${way}`)}`;
      const box = h("input", { type: "checkbox", "aria-label": label });
      box.addEventListener("change", () => this.#save({ [way]: switched(this.answer[way], subject, box.checked) }));
      return box;
    };
    this.boxes = SUBJECTS.flatMap((subject) => [
      { way: "push", subject, box: cell("push", subject) },
      ...(BY_MAIL.includes(subject) ? [{ way: "mail", subject, box: cell("mail", subject) }] : []),
    ]);
    const boxOf = (way, subject) => this.boxes.find((each) => each.way === way && each.subject === subject)?.box;
    const heads = ["push", "mail"].map((way) => h("th", { scope: "col" }, t(`ways.${way}`)));
    return h("table", { class: "ways-table" }, [
      h("caption", {}, t("ways.what")),
      h("thead", {}, h("tr", {}, h("td", {}), heads)),
      h("tbody", {}, SUBJECTS.map((subject) => h("tr", {}, [
        h("th", { scope: "row" }, t(`ways.subject.${subject}`)),
        h("td", {}, boxOf("push", subject)),
        h("td", {}, boxOf("mail", subject) ?? h("small", {}, t("ways.always"))),
      ]))),
    ]);
  }

  #show(answer) {
    this.answer = answer;
    this.browser.show(answer);
    this.rows.show(answer.browsers.filter(({ here }) => !here));
    this.rows.element.hidden = !answer.browsers.some(({ here }) => !here);
    for (const { box, subject, way } of this.boxes) {
      box.checked = answer[way].includes(subject);
      box.disabled = way === "mail" && answer.mail_state !== "ready";
    }
    setText(this.mail, t(`ways.mail.${answer.mail_state}`));
    this.quiet.show(answer);
  }

  async #save(change) {
    const { api } = this.props.app;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const body = chosen(this.answer, change, timeZone);
    this.answer = { ...this.answer, ...change }; // another choice may follow at once
    setText(this.status, t("ways.saving"));
    try {
      this.#show(await api.ask("PUT", "/account/ways", body));
      setText(this.status, t("ways.saved"));
    } catch (error) {
      this.#failed(error);
    }
  }

  async #remove({ id }) {
    const { api } = this.props.app;
    try {
      await api.ask("DELETE", `/account/ways/browsers/${encodeURIComponent(id)}`);
      this.#show(await api.ask("GET", "/account/ways"));
    } catch (error) {
      this.#failed(error);
    }
  }

  async #failed(error) {
    const { api, notify } = this.props.app;
    setText(this.status, "");
    notify({ text: sayProblem(error), kind: "error" });
    await api.ask("GET", "/account/ways").then((answer) => this.#show(answer), () => {});
  }
}

class BrowserRow extends Component {
  build() {
    const { browser, remove } = this.props;
    const { device, failures, made_at: madeAt } = browser;
    const note = failures > 0 ? t("ways.browsers.failing") : t("ways.browsers.since", { ago: ago(madeAt), moment: shortly(madeAt) });
    const label = t("ways.browsers.remove.label", { device });
    const button = h("button", { class: "button small", "aria-label": label, onClick: () => busy(button, remove) }, t("ways.browsers.remove"));
    const main = h("div", { class: "row-main" }, h("span", { class: "row-title" }, device), h("span", { class: "row-note" }, note));
    return h("li", { class: "row" }, main, h("div", { class: "row-acts" }, button));
  }

  update() {}
}
