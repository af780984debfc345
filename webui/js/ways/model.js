/** What is chosen about being told outside the page, as the forms show it. Pure. */

export const SUBJECTS = ["next_fight", "tournament", "invitation", "friend", "muted", "new_device"];
/** A new device is told by a mail of its own. */
export const BY_MAIL = SUBJECTS.filter((subject) => subject !== "new_device");
const HOUR = 3_600_000;
const MORNING = 8;

/** What is sent to the server: what it has said, with a change, and the time zone of this browser. */
export function chosen(answer, change, zone) {
  const { calls, mail, push, quiet, quiet_until: until } = answer;
  return { push, mail, quiet, quiet_until: until, calls, zone, ...change };
}

/** `list` with a subject or without it. */
export function switched(list, subject, on) {
  const others = list.filter((each) => each !== subject);
  return on ? [...others, subject] : others;
}

/** Minutes of the day as "22:05", and back. */
export function clockOf(minutes) {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

export function minutesOf(text) {
  const [hours, minutes] = text.split(":").map(Number);
  return hours * 60 + minutes;
}

/** Until when all is quiet for "hour" or "tomorrow" (ms since the epoch), from `now` on: tomorrow begins in the morning. */
export function quietFor(length, now) {
  if (length === "hour") return now + HOUR;
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(MORNING, 0, 0, 0);
  return morning.getTime();
}
