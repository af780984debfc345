/** The reports: those that are open, or those that were closed. */

import { named } from "../../components/bot.js";
import { t } from "../../i18n/t.js";
import { acted, attempt } from "../../moderation/acts.js";
import { Asked } from "./asked.js";
import { ReportRow } from "./report_row.js";

export class Reports extends Asked {
  #leaving = new Set(); // ids that are closed as soon as nobody can undo it

  get part() {
    return this.props.closed ? "closed" : "open";
  }

  get path() {
    return this.props.closed ? "/moderation/reports?closed=true" : "/moderation/reports";
  }

  items({ reports }) {
    return reports.filter(({ id }) => !this.#leaving.has(id)).map((report) => ({ ...report, key: report.id }));
  }

  row(report) {
    return new ReportRow({ app: this.props.app, report, close: (outcome) => this.#close(report, outcome) });
  }

  /** Close a report a little later: nobody can open it again. */
  #close({ author, id, name }, outcome) {
    const { app } = this.props;
    this.#leaving.add(id);
    this.load();
    const undo = () => {
      this.#leaving.delete(id);
      this.load();
    };
    const done = async () => {
      const path = `/moderation/reports/${encodeURIComponent(id)}`;
      const closed = await attempt(app, () => app.api.ask("PUT", path, { outcome }));
      this.#leaving.delete(id);
      if (closed) acted(app);
      else if (this.running) this.load();
    };
    app.notify({ text: t(`mod.closing.${outcome}`, { name: named({ id: author, name }) }), undo, done });
  }
}
