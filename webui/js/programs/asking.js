/** The questions about bots and tokens. Each resolves to whether something has changed. */

import { displayName } from "../components/account_fields.js";
import { ask } from "../components/dialog.js";
import { askForm } from "../components/form_dialog.js";
import { proved } from "../components/prove.js";
import { explainProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { h } from "../lib/dom.js";
import { endOf } from "./lines.js";
import { Scopes } from "./scopes.js";
import { showOnce } from "./shown_once.js";

const LONGEST = 40;
const DAYS = [30, 90, 365];

/** Make a bot, and if that is wanted a token of it. */
export async function askBot({ app, signal }) {
  let bot = null;
  const done = await askForm({
    router: app.router,
    signal,
    title: t("programs.bot.make"),
    text: h("p", {}, t("programs.bot.text")),
    form: {
      fields: [displayName({ label: t("programs.bot.name"), hint: t("programs.bot.name.hint"), autocomplete: "off" })],
      submit: t("programs.bot.make"),
      explain: explainProblem,
      onSubmit: async (values) => (bot = await app.api.ask("POST", "/account/bots", values)),
    },
  });
  if (done) await askToken({ app, signal }, bot);
  return done;
}

/** Change the name of a bot. */
export function askRename({ app, signal }, { id, name }) {
  return askForm({
    router: app.router,
    signal,
    title: t("programs.bot.rename"),
    text: h("p", {}, t("account.name.text")),
    form: {
      fields: [displayName({ label: t("programs.bot.name"), hint: "", autocomplete: "off", value: name })],
      submit: t("account.save"),
      explain: explainProblem,
      onSubmit: (values) => app.api.ask("PUT", `/account/bots/${encodeURIComponent(id)}`, values),
    },
  });
}

/** Make a token of a bot, or of oneself (null), and show it once. */
export async function askToken({ app, signal }, bot) {
  if (!(await proved({ app, signal }))) return false;
  let made = null;
  const options = [...DAYS.map((count) => [count, t("programs.days", { count })]), ["", t("programs.never")]];
  const done = await askForm({
    router: app.router,
    signal,
    title: bot ? t("programs.token.title", bot) : t("programs.token.own"),
    text: h("p", {}, t(bot ? "programs.token.text" : "programs.own.text")),
    form: {
      fields: [
        { name: "name", label: t("programs.name"), hint: t("programs.name.hint"), maxlength: LONGEST, autocomplete: "off", check: named },
        new Scopes(bot ? ["play", "chat", "tournaments"] : ["chat", "tournaments"], bot ? ["play"] : []),
        { name: "days", label: t("programs.end"), kind: "select", options, value: "90" },
      ],
      submit: t("programs.token.go"),
      explain: explainProblem,
      onSubmit: async ({ days, name, scopes }) => {
        const body = { name, scopes, bot: bot?.id ?? null, ends_at: endOf(days, app.session.clock.now()) };
        made = await app.api.ask("POST", "/account/tokens", body);
      },
    },
  });
  if (done) await showOnce({ app, signal, made });
  return done;
}

/** Revoke a token. */
export async function askRevoke({ app, signal }, { id, name }) {
  const question = { title: t("programs.revoke.title", { name }), text: t("programs.revoke.text"), go: t("programs.revoke") };
  if (!(await confirmed({ app, signal }, question))) return false;
  await app.api.ask("DELETE", `/account/tokens/${encodeURIComponent(id)}`);
  app.notify({ text: t("programs.revoked", { name }) });
  return true;
}

/** Delete a bot. */
export async function askDelete({ app, signal }, { id, name }) {
  if (!(await proved({ app, signal }))) return false;
  const question = { title: t("programs.delete.title", { name }), text: t("programs.delete.text"), go: t("programs.bot.delete") };
  if (!(await confirmed({ app, signal }, question))) return false;
  await app.api.ask("DELETE", `/account/bots/${encodeURIComponent(id)}`);
  app.notify({ text: t("programs.deleted", { name }) });
  return true;
}

async function confirmed({ app, signal }, { go, text, title }) {
  const choices = [{ value: "no", label: t("dialog.cancel") }, { value: "yes", label: go, kind: "danger" }];
  return (await ask({ router: app.router, signal, title, text, choices })) === "yes";
}

function named(text) {
  return text === "" ? t("programs.name.missing") : "";
}
