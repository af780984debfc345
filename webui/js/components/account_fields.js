/** The fields of an account, the same wherever an account is made or changed. */

import { t } from "../i18n/t.js";
import { given, ruled } from "../lib/checks.js";
import { strengthMeter } from "./strength_meter.js";

/** The name that others see. */
export const displayName = (props) => ({
  name: "display_name",
  label: t("sign.display"),
  hint: t("sign.display.hint"),
  autocomplete: "nickname",
  check: ruled("display_name"),
  ...props,
});

/** A new name to log in with. */
export const newLogin = (props) => ({
  name: "name",
  label: t("sign.name"),
  hint: t("sign.name.hint"),
  autocomplete: "username",
  autocapitalize: "none",
  spellcheck: "false",
  check: ruled("name"),
  ...props,
});

export const email = (props) => ({
  name: "email",
  label: t("sign.email"),
  hint: t("sign.email.hint"),
  type: "email",
  autocomplete: "email",
  check: ruled("email"),
  ...props,
});

/** A new password; `known()` returns the names that it must not be made of. */
export const newPassword = ({ known, ...props } = {}) => ({
  name: "password",
  label: t("sign.password"),
  hint: t("sign.password.new"),
  type: "password",
  autocomplete: "new-password",
  check: ruled("password"),
  below: strengthMeter(known),
  ...props,
});

/** The present password. */
export const password = (props) => ({
  name: "password",
  label: t("sign.password"),
  type: "password",
  autocomplete: "current-password",
  check: given("password"),
  ...props,
});
