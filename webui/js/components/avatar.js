/** The image of a person: the one they chose, or the one that is drawn from their id. */

import { h } from "../lib/dom.js";

const BASE = "/api/v1/avatars";

/** `size` is 64 or 256, in pixels of the file. The alt text is empty, as the name is beside it. */
export function avatar(person, size) {
  return h("img", { class: "avatar", src: source(person, size), alt: "", width: size, height: size });
}

/** Show another image, or that of another person. */
export function setAvatar(image, person, size) {
  const src = source(person, size);
  if (image.getAttribute("src") !== src) image.setAttribute("src", src);
}

function source({ id, avatar: chosen }, size) {
  return chosen ? `${BASE}/${chosen}/${size}` : `${BASE}/drawn/${encodeURIComponent(id)}`;
}
