/** What can be done with a line: its author changes and deletes it for a while, others report it. */

import { ask } from "../../components/dialog.js";
import { askForm } from "../../components/form_dialog.js";
import { explainProblem, sayError } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { given } from "../../lib/checks.js";
import { isModerator } from "../../moderation/model.js";
import { manages } from "../may_speak.js";

/** Milliseconds for which its author may change a line. */
const CHANGED = 15 * 60_000;
/** Characters of a reason. */
const REASON = 200;

/** Whether the player may change this line now. */
export function canEdit(line, { session, store }) {
  return line.author === store.state.player?.id && session.clock.now() - line.at < CHANGED;
}

/** The items of a menu for a line; `edit(line)` lets the player change it. */
export function actsOf(line, { app, chat, edit, id }) {
  const { player } = app.store.state;
  const isMine = canEdit(line, app);
  const isOthers = Boolean(line.author) && line.author !== player?.id;
  const items = [];
  if (isMine) items.push({ text: t("chat.edit"), run: () => edit(line) });
  if (isOthers) items.push({ text: t("chat.report"), run: () => report(line, app, id) });
  if (isMine || isModerator(app.store.state) || manages(chat.rooms.room(id))) {
    items.push({ text: t("chat.delete"), kind: "danger", run: () => remove(line, app, chat, id) });
  }
  return items;
}

async function remove({ number }, app, chat, id) {
  const choices = [
    { value: "keep", label: t("chat.delete.keep") },
    { value: "delete", label: t("chat.delete"), kind: "danger" },
  ];
  const { notify, router } = app;
  const choice = await ask({ router, title: t("chat.delete.title"), text: t("chat.delete.text"), choices });
  if (choice !== "delete") return;
  try {
    await chat.rooms.remove(id, number);
  } catch (error) {
    notify({ text: sayError(error), kind: "error" });
  }
}

async function report({ number }, { api, notify, router }, id) {
  const path = `/rooms/${encodeURIComponent(id)}/lines/${number}/report`;
  const field = { name: "reason", label: t("chat.report.reason"), maxlength: REASON, check: given("reason") };
  const form = {
    fields: [field], submit: t("chat.report.submit"), explain: explainProblem,
    onSubmit: (values) => api.ask("POST", path, values),
  };
  const done = await askForm({ router, title: t("chat.report.title"), text: t("chat.report.text"), form });
  if (done) notify({ text: t("chat.reported") });
}
