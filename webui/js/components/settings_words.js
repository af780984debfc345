/** The settings of a match in words. Pure. */

import { CLASSIC } from "../game/options.js";
import { t } from "../i18n/t.js";

const NAMES = ["sets", "ball", "speed_up", "paddle", "map"];

/** What is not classic, apart from the points: "best of 3 sets, fast ball, portals"; empty if all is. */
export function sayOptions(settings) {
  const given = { ...CLASSIC, ...settings };
  const other = NAMES.filter((name) => given[name] !== CLASSIC[name]).map((name) => said(name, given[name]));
  return [given.win_by_two && t("settings.two"), ...other].filter(Boolean).join(", ");
}

const said = (name, value) => (name === "sets" ? t("settings.sets", { count: value }) : t(`settings.${name}.${value}`));

/** All of it: "to 5 points, win by two, portals". */
export function saySettings(settings) {
  return [t("settings.points", { count: settings.points }), sayOptions(settings)].filter(Boolean).join(", ");
}
