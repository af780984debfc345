/** Changes a tournament before the start: the form by which it was made, in a dialog. */

import { open } from "../../../components/dialog.js";
import { t } from "../../../i18n/t.js";
import { PlanForm } from "../../tournaments/plan_form.js";

/** Show the form until it is accepted or closed. Of the word that opens it only organisers are told. */
export async function changePlan(app, { head, id }) {
  const word = app.store.state.organised[id]?.word ?? "";
  let part = null;
  const fill = (dialog) => {
    const onSubmit = async (plan) => {
      await app.session.request({ t: "organise", tournament: id, act: { act: "change", plan } });
      dialog.close("done");
    };
    part = new PlanForm({ plan: { ...head.plan, word }, submit: t("desk.change.go"), onSubmit });
    queueMicrotask(() => part.start());
    return part.element;
  };
  await open({ router: app.router, title: t("desk.change.title"), fill });
  part.stop();
}
