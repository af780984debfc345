/** What the page does for its service worker: it goes where a notification leads, and renews an old subscription. */

import { listen } from "../lib/dom.js";

const URL = "/sw.js";
const policy = globalThis.trustedTypes?.createPolicy("worker", { createScriptURL: () => URL });

/** The address of the service worker, in the form in which a page with Trusted Types may register it. */
export const WORKER = policy?.createScriptURL(URL) ?? URL;

/** Begin; the first time that the page is connected, the subscription of this browser is looked at. */
export function followPushes(app) {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  listen(workers, "message", ({ data }) => opened(app, data));
  workers.startMessages();
  const stop = app.session.on("welcome", () => {
    stop();
    renew(app).catch(() => {}); // it is tried again the next time
  });
}

/** Somebody has pressed a notification: show what it is about. They have read it. */
function opened({ api, router }, { note, path }) {
  if (path) router.go(path);
  api.ask("POST", "/notifications/read", { note }).catch(() => {}); // it stays unread, which harms nobody
}

/** A browser keeps the key it was asked with, and may lose its subscription: then it is asked again. */
async function renew(app) {
  if (globalThis.Notification?.permission !== "granted") return;
  if (!(await navigator.serviceWorker.getRegistration("/"))) return;
  const { begin } = await import("./begin.js");
  await begin({ app }).renew();
}
