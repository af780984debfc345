/** What one does with rooms that players make; each says how it went. */

import { ask } from "../../components/dialog.js";
import { askForm } from "../../components/form_dialog.js";
import { sayError } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { given } from "../../lib/checks.js";

const LONGEST_NAME = 40;
const LONGEST_TOPIC = 200;

/** Ask for a name and the rest, make the room, and `choose` it. Guests are told what they need for that. */
export async function makeRoom(app, chat, choose) {
  if (app.store.state.player.guest) {
    app.notify({ text: t("error.guests_cannot"), link: { text: t("chat.account"), href: "/account" } });
    return;
  }
  const id = newId();
  const title = t("chat.rooms.new");
  const about = await describe(app, { title, submit: t("chat.rooms.make"), room: { name: "", topic: "", public: true } }, (values) =>
    chat.rooms.describe(id, values));
  if (about) choose(id, about);
}

/** Change what a room is called and about, and whether everybody finds it. */
export function renameRoom(app, chat, { id, model }) {
  const form = { title: t("chat.rename.title"), submit: t("chat.rename.submit"), room: model.made };
  return describe(app, form, (values) => chat.rooms.describe(id, values));
}

/** Leave a room, after a question; `left()` is called then. */
export function leaveRoom(app, chat, { id, model }, left) {
  const text = t(model.made.public ? "chat.leave.text" : "chat.leave.closed");
  const question = { title: t("chat.leave.title", { name: model.made.name }), text, yes: t("chat.leave") };
  return askBefore(app, question, async () => {
    if (await chat.setRole(id, app.store.state.player.id, null)) left();
  });
}

/** Do what cannot be undone by oneself only after a question, `{title, text, yes}`. */
export async function askBefore({ router }, { title, text, yes }, run) {
  const choices = [
    { value: "keep", label: t("dialog.cancel") },
    { value: "yes", label: yes, kind: "danger" },
  ];
  if ((await ask({ router, title, text, choices })) === "yes") await run();
}

/** Resolves to what the room is called now, null if nothing was changed. */
async function describe({ router }, { room, submit, title }, send) {
  let about = null;
  const fields = [
    { name: "name", label: t("chat.room.name"), maxlength: LONGEST_NAME, value: room.name, check: given("room"), autocomplete: "off" },
    { name: "topic", label: t("chat.room.topic"), maxlength: LONGEST_TOPIC, value: room.topic, kind: "textarea", rows: 2 },
    {
      name: "public", label: t("chat.room.who"), kind: "select", value: room.public ? "yes" : "no",
      options: [["yes", t("chat.room.public")], ["no", t("chat.room.closed")]],
    },
  ];
  const onSubmit = async (values) => {
    about = { ...values, public: values.public === "yes" };
    await send(about);
  };
  return (await askForm({ router, title, form: { fields, submit, explain: inWords, onSubmit } })) ? about : null;
}

function inWords(error) {
  return { text: sayError(error) };
}

/** An id that nobody else draws. */
function newId() {
  const drawn = crypto.getRandomValues(new Uint8Array(12));
  return `r.${Array.from(drawn, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
