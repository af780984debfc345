/** Which key pauses: P, as it is printed or by its place, and Escape where that closes nothing else. */

const ELSEWHERE = "input, textarea, select, dialog, aside, [popover], [contenteditable]";

/** Whether a keydown event asks for a pause. */
export function isPauseKey({ altKey, code, ctrlKey, defaultPrevented, key, metaKey, repeat, target }) {
  if (altKey || ctrlKey || metaKey || repeat || defaultPrevented || target?.closest?.(ELSEWHERE)) return false;
  return key === "Escape" || key.toLowerCase() === "p" || code === "KeyP";
}
