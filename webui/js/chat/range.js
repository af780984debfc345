/**
 * A part of a room without a gap: `{after, events}`, the events that follow event `after`, by number. Pure.
 *
 * What edits and deletes have done to the lines of a range is worked out by `folded`, so a range that was fetched and
 * then told of events shows the same as one that is fetched later.
 */

/** The range of the events that the server has shown, up to `last`; what it has no more is gone. */
export function rangeOf(after, events, last = events.at(-1)?.number ?? after) {
  const known = new Map(events.map((event) => [event.number, event]));
  const each = Array.from({ length: Math.max(0, last - after) }, (_, place) => after + 1 + place);
  return { after, events: each.map((number) => known.get(number) ?? { number, kind: "gone" }) };
}

/** The number of the last event of a range. */
export function lastOf({ after, events }) {
  return after + events.length;
}

/** A range and one that goes on where it ends or earlier; from there on `next` is right. */
export function joined(range, next) {
  if (next.after < range.after) return next;
  return { after: range.after, events: [...range.events.slice(0, next.after - range.after), ...next.events] };
}

/** Whether `next` goes on with `range`, without a gap between them. */
export function meets(range, next) {
  return next.after <= lastOf(range);
}

/** The newest `most` events of a range. */
export function newest({ after, events }, most) {
  const many = Math.max(0, events.length - most);
  return many === 0 ? { after, events } : { after: after + many, events: events.slice(many) };
}

/** What is shown of these events, in order: lines as they read now, and what the room itself says. */
export function folded(events) {
  const shown = new Map();
  for (const event of events) FOLD[event.kind]?.(shown, event);
  return [...shown.values()];
}

const shows = (shown, event) => shown.set(event.number, event);

const FOLD = {
  line: shows,
  system: shows,
  mode: shows,
  member: shows,
  topic: shows,
  edit: (shown, { about, at, text }) => {
    const line = shown.get(about);
    // a line that was fetched reads as after all its edits, also those that come later in the range
    if (line && at > (line.edited ?? 0)) shown.set(about, { ...line, text, edited: at });
  },
  delete: (shown, { about }) => shown.delete(about),
};
