/** Confirming who one is, before what a thief of the session must not do. It lasts some minutes. */

import { factorParts } from "../factors/door.js";
import { explainProblem, sayProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { h } from "../lib/dom.js";
import { signInWays } from "../net/sign_in_ways.js";
import { password } from "./account_fields.js";
import { open } from "./dialog.js";
import { askForm } from "./form_dialog.js";
import { providerButtons } from "./provider_buttons.js";

/** The ways to confirm it without a second factor, the best first: the fields of each, and what the server gets of their values. */
const WAYS = {
  password: {
    fields: () => [password({ label: t("account.password.your") })],
    body: (values) => ({ password: values.password }),
  },
};

/** Whether the server knows who one is: since lately, or because a dialog has asked. `signal` closes it. */
export async function proved({ app, signal }) {
  const { api, notify, router } = app;
  try {
    const { proven, providers, ways } = await api.ask("GET", "/account/prove");
    if (proven) return true;
    const way = WAYS[Object.keys(WAYS).find((one) => ways.includes(one))];
    const elsewhere = ways.includes("provider") ? [await signInAgain(app, providers)] : [];
    if (!way && elsewhere.length === 0) return await (await factorParts()).askProof({ app, signal, ways });
    const text = [h("p", {}, t("prove.text")), ...elsewhere];
    const dialog = { router, signal, title: t("prove.title"), text };
    if (!way) {
      await open({ ...dialog, fill: cancel });
      return false;
    }
    return await askForm({
      ...dialog,
      form: {
        fields: way.fields(),
        submit: t("prove.go"),
        explain: explainProblem,
        onSubmit: (values) => api.ask("POST", "/account/prove", way.body(values)),
      },
    });
  } catch (error) {
    notify({ text: sayProblem(error), kind: "error" });
    return false;
  }
}

/** Buttons that lead to a provider and back to this page, which is loaded anew then. */
async function signInAgain(app, known) {
  const { providers } = await signInWays(app.api);
  const linked = providers.filter(({ id }) => known.includes(id));
  return providerButtons({ app, providers: linked, intent: "prove", words: "prove.with" });
}

function cancel() {
  return h("form", { method: "dialog", class: "actions" }, h("button", { class: "button" }, t("dialog.cancel")));
}
