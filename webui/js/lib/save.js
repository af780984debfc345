/** Gives the person at the page a file. */

import { h } from "./dom.js";

/** Let the browser save `blob` under this name. */
export function save(name, blob) {
  const href = URL.createObjectURL(blob);
  const link = h("a", { href, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
