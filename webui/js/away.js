/** Tells the server when nobody is at the page: it is hidden, or had no input for minutes. */

import { listen } from "./lib/dom.js";

const IDLE = 5 * 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];

/** Begin to watch, for every connection of the session; each connection begins as not away. */
export function followAttention({ session }) {
  let away = false;
  let timer = null;
  const tell = (on) => {
    if (away === on) return;
    away = on;
    session.send({ t: "away", on });
  };
  const seen = () => {
    clearTimeout(timer);
    if (document.hidden) return tell(true);
    timer = setTimeout(() => tell(true), IDLE);
    return tell(false);
  };
  let last = 0;
  const sign = ({ timeStamp }) => {
    if (!away && timeStamp - last < 1000) return; // a moving pointer sends many events
    last = timeStamp;
    seen();
  };
  for (const type of SIGNS) listen(document, type, sign, { passive: true });
  listen(document, "visibilitychange", seen);
  session.on("welcome", () => {
    away = false;
    seen();
  });
  seen();
}
