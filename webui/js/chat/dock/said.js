/** What was said, as nodes: text, and links that give nothing away. Nothing of it is ever markup. */

import { h } from "../../lib/dom.js";
import { partsOf } from "../line_text.js";

/** The nodes of a text; `name` is the own one, which stands out where it is called. */
export function said(text, name) {
  return partsOf(text, name).map(({ href, kind, text: words }) => {
    if (kind === "link") return h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", tabindex: "-1" }, words);
    if (kind === "mention") return h("mark", { class: "mention" }, words);
    return words;
  });
}
