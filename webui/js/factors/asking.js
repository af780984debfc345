/** The questions about second factors. Each resolves to whether something has changed. */

import { ask } from "../components/dialog.js";
import { askForm } from "../components/form_dialog.js";
import { proved } from "../components/prove.js";
import { t } from "../i18n/t.js";
import { given } from "../lib/checks.js";
import { h } from "../lib/dom.js";
import { explain } from "./explain.js";
import { showCodes } from "./show_codes.js";
import { makePasskey } from "./webauthn.js";

const LONGEST = 40;

/** Set up an app: a code to scan, and the first code that the app shows. */
export async function askApp({ app, signal }) {
  if (!(await proved({ app, signal }))) return false;
  const { address, picture, secret, ticket } = await app.api.ask("POST", "/account/factors/totp/new", {});
  let codes = [];
  const done = await askForm({
    router: app.router,
    signal,
    title: t("totp.title"),
    text: h("div", { class: "totp" }, [
      h("img", { class: "totp-picture", src: picture, alt: t("totp.picture"), width: 200, height: 200 }),
      h("div", { class: "form" }, [
        h("p", {}, t("totp.text")),
        h("p", {}, h("a", { href: address }, t("totp.open"))),
        h("p", {}, t("totp.type"), " ", h("code", { class: "totp-secret" }, inFours(secret))),
      ]),
    ]),
    form: {
      fields: [{
        name: "code", label: t("totp.code"), inputmode: "numeric", autocomplete: "one-time-code", maxlength: 12, check: given("code"),
      }],
      submit: t("totp.go"),
      explain,
      onSubmit: async ({ code }) => {
        ({ recovery_codes: codes } = await app.api.ask("POST", "/account/factors/totp", { ticket, code }));
      },
    },
  });
  if (done) await finish({ app, signal }, t("totp.done"), codes);
  return done;
}

/** Make a passkey. */
export async function askPasskey({ app, signal }) {
  if (!(await proved({ app, signal }))) return false;
  let codes = [];
  const done = await askForm({
    router: app.router,
    signal,
    title: t("passkey.title"),
    text: h("p", {}, t("passkey.text", { host: location.hostname })),
    form: {
      fields: [named({ value: t("passkey.usual") })],
      submit: t("passkey.go"),
      explain,
      onSubmit: async ({ name }) => {
        const { challenge, options } = await app.api.ask("POST", "/account/factors/passkeys/new", {});
        const made = { challenge, name, credential: await makePasskey(options) };
        ({ recovery_codes: codes } = await app.api.ask("POST", "/account/factors/passkeys", made));
      },
    },
  });
  if (done) await finish({ app, signal }, t("passkey.done"), codes);
  return done;
}

/** Let codes come by mail. */
export async function askMail({ app, signal }) {
  if (!(await proved({ app, signal }))) return false;
  const { recovery_codes: codes } = await app.api.ask("POST", "/account/factors/email", {});
  await finish({ app, signal }, t("mailed.done"), codes);
  return true;
}

/** Give a passkey another name. */
export function askName({ app, signal }, { id, name }) {
  return askForm({
    router: app.router,
    signal,
    title: t("passkey.rename"),
    form: {
      fields: [named({ value: name })],
      submit: t("account.save"),
      explain,
      onSubmit: (values) => app.api.ask("PUT", `/account/factors/passkeys/${encodeURIComponent(id)}`, values),
    },
  });
}

/** Remove a factor at this address; `last`: no other is left. */
export async function askRemove({ app, signal }, { last, path, title }) {
  if (!(await proved({ app, signal }))) return false;
  const choices = [{ value: "no", label: t("dialog.cancel") }, { value: "yes", label: t("factors.remove"), kind: "danger" }];
  const text = t(last ? "factors.remove.last" : "factors.remove.text");
  if ((await ask({ router: app.router, signal, title, text, choices })) !== "yes") return false;
  await app.api.ask("DELETE", `/account/factors/${path}`);
  app.notify({ text: t("factors.removed") });
  return true;
}

/** Make new recovery codes. */
export async function askCodes({ app, signal }) {
  if (!(await proved({ app, signal }))) return false;
  const choices = [{ value: "no", label: t("dialog.cancel") }, { value: "yes", label: t("codes.make"), kind: "primary" }];
  const question = { title: t("codes.make.title"), text: t("codes.make.text"), choices };
  if ((await ask({ router: app.router, signal, ...question })) !== "yes") return false;
  const { recovery_codes: codes } = await app.api.ask("POST", "/account/factors/codes", {});
  await showCodes({ app, signal, codes });
  return true;
}

async function finish({ app, signal }, text, codes) {
  app.notify({ text });
  if (codes.length > 0) await showCodes({ app, signal, codes });
}

function named(props) {
  return { name: "name", label: t("passkey.name"), maxlength: LONGEST, autocomplete: "off", check: given("name"), ...props };
}

function inFours(secret) {
  return secret.match(/.{1,4}/g).join(" ");
}
