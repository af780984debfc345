/** Times in words, in the language of the catalogue. Times are ms since the epoch. */

import { t } from "./t.js";

const LANGUAGE = "en";
const relative = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });
const day = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium" });
const minute = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium", timeStyle: "short" });
const short = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: "short" });
const longDay = new Intl.DateTimeFormat(LANGUAGE, { weekday: "long", day: "numeric", month: "long" });
const second = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: "medium" });
const regions = new Intl.DisplayNames(LANGUAGE, { type: "region" });
const UNITS = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000]];

/** "5 minutes ago", "yesterday"; after a month the date. */
export function ago(at, now = Date.now()) {
  const passed = Math.max(0, now - at);
  if (passed < 60_000) return t("time.now");
  if (passed > 30 * 86_400_000) return day.format(at);
  const [unit, length] = UNITS.find(([, least]) => passed >= least);
  return relative.format(-Math.floor(passed / length), unit);
}

/** A date such as "26 Nov 2026", in the form of the language. */
export function date(at) {
  return day.format(at);
}

/** The day and the time of day. */
export function moment(at) {
  return minute.format(at);
}

/** The time of day, with its day if that is not today. */
export function shortly(at, now = Date.now()) {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return (isToday ? short : minute).format(at);
}

/** The time of day of a moment (ms), with its seconds. */
export function clock(at) {
  return second.format(at);
}

/** The time of day of a moment (ms). */
export function timeOfDay(at) {
  return short.format(at);
}

/** "Today", "Yesterday", or the day of a moment (ms), with its year if that is another one. */
export function dayWords(at, now = Date.now()) {
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days === 0 || days === 1) return t(days === 0 ? "time.today" : "time.yesterday");
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? longDay.format(at) : day.format(at);
}

/** The name of a country by its code. */
export function country(code) {
  return regions.of(code);
}

/** The presence of a person, `{presence, seen}`, in words. */
export function sayPresence({ presence, seen }, now = Date.now()) {
  if (presence !== "offline" || !seen) return t(`presence.${presence}`);
  return t("presence.seen", { ago: ago(seen, now) });
}
