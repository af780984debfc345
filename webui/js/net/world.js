/** What a session needs of the browser; tests give it a world of their own. */
export const browser = {
  open: (url) => new WebSocket(url),
  /** Monotone milliseconds. */
  now: () => performance.now(),
  /** Milliseconds since the epoch by this machine. */
  date: () => Date.now(),
  random: () => Math.random(),
  later: (action, delay) => setTimeout(action, delay),
  cancel: (timer) => clearTimeout(timer),
  /** Does the server answer over HTTP? */
  answers: () => fetch("/healthz", { cache: "no-store" }).then(({ ok }) => ok, () => false),
  /** Have `action` called when the machine is back on a network. */
  onOnline: (action) => addEventListener("online", action),
};
