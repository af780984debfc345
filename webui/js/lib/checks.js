/** Checks for the fields of forms; each returns an error text or nothing. */

import { sayField } from "../i18n/say.js";
import { broken } from "./rules.js";

/** Checks the rules of a field of an account. */
export const ruled = (field) => (value) => {
  const fault = broken(field, value);
  return fault ? sayField({ field, ...fault }) : "";
};

/** Checks only that there is a value. */
export const given = (field) => (value) => (value === "" ? sayField({ field, rule: "missing" }) : "");
