/** Refusals in plain words. */

import { clock, moment } from "./dates.js";
import { has, t } from "./t.js";

/** The text for an `error` frame, `{code, detail, until?}`. */
export function sayError({ code, detail = "", until = null }) {
  const key = `error.${code}`;
  const time = until === null ? "" : clock(until);
  return t(has(key) ? key : "error.other", { detail: detail || code, time });
}

/** The text for a rule that a field breaks, `{field, rule, limit?, why?, detail?}`. */
export function sayField({ field, rule, limit, why, detail = "" }) {
  const keys = [`field.${field}.${rule}`, `field.${rule}.${why}`, `field.${rule}`];
  const key = keys.find(has);
  return key ? t(key, { limit }) : detail || t("field.other");
}

/** What a Form shows for an ApiError: a text for each wrong field, and one for the rest. */
export function explainProblem(error) {
  const fields = Object.fromEntries(error.errors.map((fault) => [fault.field, sayField(fault)]));
  return { fields, text: sayProblem(error) };
}

/** The text for an ApiError that belongs to no field. */
export function sayProblem({ status, code, detail, more, retryAfter }) {
  if (status === 0) return t(has(`error.${code}`) ? `error.${code}` : "problem.unreachable");
  if (code === "banned") return sayBan(more);
  if (has(`refused.${code}`)) return t(`refused.${code}`, { seconds: retryAfter });
  if (status === 429) return t("problem.busy", { seconds: retryAfter ?? 60 });
  if (status >= 500) return t("problem.unavailable");
  return detail || t("problem.other", { status });
}

/** The text of a ban, `{reason, until}`. */
function sayBan({ reason, until }) {
  if (until === null) return t("banned.forever", { reason });
  return t("banned.until", { reason, until: moment(until) });
}
