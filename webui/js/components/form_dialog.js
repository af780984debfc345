/** A form in a dialog, which closes when the server has accepted it. */

import { t } from "../i18n/t.js";
import { h } from "../lib/dom.js";
import { open } from "./dialog.js";
import { Form } from "./form.js";

/**
 * Show a form in a dialog; resolves to whether `onSubmit` succeeded. `form` has the props of a Form;
 * `text` is a node or text that explains it.
 */
export async function askForm({ form, ...rest }) {
  let part = null;
  const fill = (dialog) => {
    const cancel = h("button", { class: "button", type: "button", onClick: () => dialog.close() }, t("dialog.cancel"));
    const onSubmit = async (values) => {
      await form.onSubmit(values);
      dialog.close("done");
    };
    part = new Form({ kind: "primary", ...form, onSubmit, beside: cancel });
    queueMicrotask(() => {
      part.start();
      part.focus();
    });
    return part.element;
  };
  const value = await open({ ...rest, fill });
  part.stop();
  return value === "done";
}
