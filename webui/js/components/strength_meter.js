/** Says how strong a new password is while it is typed: in words, and in bars. */

import { t } from "../i18n/t.js";
import { h, setText } from "../lib/dom.js";
import { strength } from "../lib/strength.js";

/** A node for `below` of a Field; `known()` returns the owner's names, which are easy to guess. */
export function strengthMeter(known = () => []) {
  const words = h("span", { class: "meter-words", "aria-live": "polite" });
  const bars = h("span", { class: "meter-bars", "aria-hidden": "true" }, [1, 2, 3, 4].map(() => h("i", {})));
  const element = h("div", { class: "meter", hidden: true }, bars, words);
  element.show = (password) => {
    const level = strength(password, known());
    element.hidden = level === 0;
    element.dataset.level = level;
    setText(words, level === 0 ? "" : t(`strength.${LEVELS[level]}`));
  };
  return element;
}

const LEVELS = ["", "weak", "fair", "good", "strong"];
