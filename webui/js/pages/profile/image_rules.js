/** Which files are accepted as an image; gateway/api/profile.py has the same rules. */

import { t } from "../../i18n/t.js";

export const KINDS = ["image/png", "image/jpeg", "image/webp", "image/gif"];
const LARGEST = 5 * 1024 * 1024;

/** Why this file is refused, in words; null if it is accepted. */
export function refused({ size, type }) {
  if (!KINDS.includes(type)) return t("edit.avatar.kind");
  return size > LARGEST ? t("refused.too_large") : null;
}
