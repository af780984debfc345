/** What a session needs of the browser; tests use a world of their own. */
export const browser = {
  open: (url) => new WebSocket(url),
  /** Milliseconds of a monotonic clock. */
  now: () => performance.now(),
  /** Milliseconds since the epoch by this machine's clock. */
  date: () => Date.now(),
  random: () => Math.random(),
  later: (action, delay) => setTimeout(action, delay),
  cancel: (timer) => clearTimeout(timer),
  /** Resolves to whether the server answers over HTTP. */
  answers: () => fetch("/healthz", { cache: "no-store" }).then(({ ok }) => ok, () => false),
  /** Call `action` when the machine is back on a network. */
  onOnline: (action) => addEventListener("online", action),
};
