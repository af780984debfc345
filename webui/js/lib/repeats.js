/** A key that is held does once what it is for: nobody presses a button twelve times in 0.4 s. */

/** Keep the repeats of a held Enter from whatever has the focus, except where text has lines. */
export function ignoreRepeats(target) {
  target.addEventListener("keydown", keep, { capture: true });
}

function keep(event) {
  if (!event.repeat || event.key !== "Enter") return;
  if (!event.target?.closest?.("textarea, [contenteditable]")) event.preventDefault();
}
