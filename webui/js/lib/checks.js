/** Checks for the fields of forms, in words. */

import { sayField } from "../i18n/say.js";
import { broken } from "./rules.js";

/** By the rules of a field of an account. */
export const ruled = (field) => (value) => {
  const fault = broken(field, value);
  return fault ? sayField({ field, ...fault }) : "";
};

/** Anything will do, but something. */
export const given = (field) => (value) => (value === "" ? sayField({ field, rule: "missing" }) : "");
