/** The service worker: shows what the server pushes when no page is looked at, and opens it. It caches nothing. */

import { placeOf, sayNotice } from "./js/inbox/words.js";

addEventListener("install", () => self.skipWaiting());
addEventListener("push", (event) => event.waitUntil(show(event.data?.json())));
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});

/** Say a note, unless a page of ours is looked at: that page says it. `tag`: an older one with it is replaced. */
async function show(pushed) {
  if (!pushed) return;
  const { at, id, notice, tag } = pushed;
  if ((await pages()).some(({ focused, visibilityState }) => focused && visibilityState === "visible")) return;
  const data = { note: id, path: placeOf(notice) ?? "/" };
  const options = { body: sayNotice(notice), data, lang: "en", renotify: true, tag, timestamp: at };
  await self.registration.showNotification("Rally", options);
}

/** Go to a page of ours that is open, or open one, and let it say that the note was read. */
async function open(data) {
  const [page] = await pages();
  if (!page) return (await self.clients.openWindow(data.path))?.postMessage({ note: data.note }, {});
  page.postMessage(data, {});
  return page.focus();
}

/** The open pages, the one that was looked at last first. */
function pages() {
  return self.clients.matchAll({ includeUncontrolled: true, type: "window" });
}
