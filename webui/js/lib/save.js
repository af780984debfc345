/** Hand a file to the one who looks at the page. */

import { h } from "./dom.js";

/** Have the browser save `blob` under this name. */
export function save(name, blob) {
  const href = URL.createObjectURL(blob);
  const link = h("a", { href, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
