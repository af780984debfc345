/** Invites somebody to play: the settings of the match, in a dialog. */

import { named } from "./bot.js";
import { sayError } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { busy, h, setText } from "../lib/dom.js";
import { open } from "./dialog.js";
import { MatchSettings } from "./match_settings.js";

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
  const settings = new MatchSettings({ player: app.store.state.player.id });
  const fault = h("p", { class: "form-error", role: "alert" });
  const button = h("button", { class: "button primary" }, t("invite.send"));
  const cancel = h("button", { class: "button", type: "button", onClick: () => dialog.close() }, t("dialog.cancel"));
  const send = async () => {
    setText(fault, "");
    try {
      await app.invitations.send(person, settings.value);
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
    settings.element,
    fault,
    h("div", { class: "actions" }, cancel, button),
  ]);
}
