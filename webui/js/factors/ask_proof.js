/** Confirming who one is with a second factor, in a dialog. */

import { open } from "../components/dialog.js";
import { t } from "../i18n/t.js";
import { h } from "../lib/dom.js";
import { WaysForm } from "./ways_form.js";

/** Resolves to whether it was confirmed. */
export async function askProof({ app, signal, ways }) {
  const { api, router } = app;
  const common = { router, signal, title: t("prove.title") };
  if (ways.length === 0) {
    await open({ ...common, text: h("p", {}, t("second.none")), fill: (dialog) => closer(dialog, t("factors.close")) });
    return false;
  }
  let form = null;
  const fill = (dialog) => {
    form = new WaysForm({
      ways,
      beside: closer(dialog, t("dialog.cancel")),
      challenge: () => api.ask("POST", "/account/prove/challenge", {}),
      mail: () => api.ask("POST", "/account/prove/mail", {}),
      send: async (shown) => {
        await api.ask("POST", "/account/prove", shown);
        dialog.close("done");
      },
    });
    queueMicrotask(() => {
      form.start();
      form.focus();
    });
    return form.element;
  };
  const value = await open({ ...common, text: h("p", {}, t("prove.text")), fill });
  form.stop();
  return value === "done";
}

function closer(dialog, text) {
  return h("button", { class: "button", type: "button", onClick: () => dialog.close() }, text);
}
