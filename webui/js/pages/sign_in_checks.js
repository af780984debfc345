/** What can be said about a name or password before the server is asked; empty text: nothing. */

import { t } from "../i18n/t.js";

const LONGEST_NAME = 24;
const SHORTEST_PASSWORD = 8;
const LONGEST_PASSWORD = 72; // bytes: what bcrypt reads

export function checkName(name) {
  if (name === "") return t("sign.name.missing");
  return [...name].length > LONGEST_NAME ? t("sign.name.long") : "";
}

export function checkLogin(password) {
  return password === "" ? t("sign.password.missing") : "";
}

export function checkNewPassword(password) {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) return t("sign.password.short", { count: length });
  const bytes = new TextEncoder().encode(password).length;
  return bytes > LONGEST_PASSWORD ? t("sign.password.long", { count: bytes }) : "";
}
