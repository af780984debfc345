/** Asks this browser to take pushes: what it can, whether it may, and how it is done. */

/** Milliseconds. Some browsers never answer: those without a push service of their maker. */
export const PATIENCE = 8000;

/** It did not answer in time. */
export class Silent extends Error {}

/** What this browser is: "able", or why it is not. `world` is the window. */
export function ability(world) {
  if (!world.isSecureContext) return "insecure";
  const { Notification, PushManager, navigator } = world;
  if (!Notification || !PushManager || !navigator.serviceWorker) return "unable";
  return Notification.permission === "denied" ? "denied" : "able";
}

/**
 * Subscribe with the server's `key`; resolves to what the server needs, or to null if the person has not allowed it.
 * Rejects with `Silent`, or with what the browser says. `script` is the service worker's.
 */
export async function subscribe({ key, script, world, patience = PATIENCE }) {
  if ((await world.Notification.requestPermission()) !== "granted") return null;
  const { serviceWorker } = world.navigator;
  const asked = (async () => {
    await serviceWorker.register(script, { scope: "/" });
    const { pushManager } = await serviceWorker.ready;
    await drop(pushManager, key);
    return pushManager.subscribe({ applicationServerKey: key, userVisibleOnly: true });
  })();
  return shown(await within(asked, patience, world));
}

/** Forget the subscription of this browser, if it has one. */
export async function unsubscribe({ world }) {
  const registration = await world.navigator.serviceWorker?.getRegistration("/");
  await (await registration?.pushManager?.getSubscription())?.unsubscribe();
}

/** Whether this browser is subscribed with this key. */
export async function isSubscribed(key, world) {
  const registration = await world.navigator.serviceWorker?.getRegistration("/");
  const subscription = await registration?.pushManager?.getSubscription();
  return Boolean(subscription) && keyOf(subscription) === key;
}

/** A browser refuses another key as long as it has a subscription with the one before. */
async function drop(pushManager, key) {
  const before = await pushManager.getSubscription();
  if (before && keyOf(before) !== key) await before.unsubscribe();
}

function shown(subscription) {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
}

function keyOf({ options }) {
  const bytes = new Uint8Array(options.applicationServerKey ?? []);
  const text = btoa(String.fromCodePoint(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function within(asked, patience, world) {
  let timer = null;
  const late = new Promise((_, reject) => {
    timer = world.setTimeout(() => reject(new Silent()), patience);
  });
  return Promise.race([asked, late]).finally(() => world.clearTimeout(timer));
}
