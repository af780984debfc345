/** Invites somebody to play: the settings of the match, in a dialog. */

import { named } from "./bot.js";
import { sayError } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { busy, h, setText } from "../lib/dom.js";
import { open } from "./dialog.js";
import { Points } from "./points.js";

/** Ask for the settings and invite `person`, `{id, name}`; resolves to whether that was done. */
export async function invite(app, person) {
  const value = await open({
    router: app.router,
    title: t("invite.title", { name: named(person) }),
    text: h("p", {}, t("invite.text")),
    fill: (dialog) => form(app, person, dialog),
  });
  return value === "done";
}

function form(app, person, dialog) {
  const points = new Points();
  const two = h("input", { type: "checkbox", name: "two" });
  const fault = h("p", { class: "form-error", role: "alert" });
  const button = h("button", { class: "button primary" }, t("invite.send"));
  const cancel = h("button", { class: "button", type: "button", onClick: () => dialog.close() }, t("dialog.cancel"));
  const send = async () => {
    setText(fault, "");
    try {
      await app.invitations.send(person, { points: points.value, win_by_two: two.checked });
      dialog.close("done");
    } catch (error) {
      setText(fault, sayError(error));
    }
  };
  const onSubmit = (event) => {
    event.preventDefault();
    busy(button, send);
  };
  return h("form", { class: "form invite-form", onSubmit }, [
    points.element,
    h("label", { class: "line" }, t("open.two"), two),
    fault,
    h("div", { class: "actions" }, cancel, button),
  ]);
}
