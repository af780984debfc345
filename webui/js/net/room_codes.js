/** Which refusals are about a room of the chat. */

const CODES = new Set([
  "closed", "members_only", "muted", "no_such_room", "not_a_member", "takes_none", "too_fast",
]);

/** Whether an `error` frame is about a room: without an id it is of a `typing`, and nobody has asked for anything. */
export function isAboutRoom({ code }) {
  return CODES.has(code);
}
