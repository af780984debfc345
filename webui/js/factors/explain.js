/** Refusals of codes and passkeys in plain words. */

import { explainProblem, sayField } from "../i18n/say.js";
import { t } from "../i18n/t.js";

/** What a Form shows; the errors of what is no field stand below it. */
export function explain(error) {
  if (error instanceof DOMException) return { text: t(error.name === "InvalidStateError" ? "passkey.known" : "passkey.not") };
  const said = explainProblem(error);
  const text = error.errors.map((fault) => sayField(fault)).join(" ");
  return { ...said, text: text || said.text };
}
