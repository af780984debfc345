/** A held Enter presses a button only once: nobody presses a button twelve times in 0.4 s on purpose. */

/** Ignore the repeats of a held Enter, except in a text with several lines. */
export function ignoreRepeats(target) {
  target.addEventListener("keydown", keep, { capture: true });
}

function keep(event) {
  if (!event.repeat || event.key !== "Enter") return;
  if (!event.target?.closest?.("textarea, [contenteditable]")) event.preventDefault();
}
