/** What players and organisers ask of a tournament: frames that are answered. */

import { ask } from "../components/dialog.js";
import { t } from "../i18n/t.js";
import { sayRefusal } from "./words.js";

/** Send a request; a refusal is shown as a notice. Resolves to whether it was carried out. */
export async function request(app, frame) {
  try {
    await app.session.request(frame);
    return true;
  } catch (error) {
    app.notify({ text: sayRefusal(error), kind: "error" });
    return false;
  }
}

/** Do something as an organiser, `act` as in docs/protocol.md. */
export function organise(app, tournament, act) {
  return request(app, { t: "organise", tournament, act });
}

/** Ask before something that cannot be taken back; resolves to whether it is wanted. */
export async function confirm(app, { title, text, go }) {
  const choices = [{ value: "no", label: t("dialog.cancel") }, { value: "yes", label: go, kind: "danger" }];
  return (await ask({ router: app.router, title, text, choices })) === "yes";
}

/** An id that nobody else has, short enough to be typed from a wall. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return `t.${[...bytes].map((byte) => (byte % 36).toString(36)).join("")}`;
}

/** The address of a tournament; `more` as "/station". */
export function pathOf(id, more = "") {
  return `/tournament/${encodeURIComponent(id)}${more}`;
}
