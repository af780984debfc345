/** What can be chosen of a tournament, as fields of a form. Pure. */

import { CLASSIC } from "../game/options.js";

/** The most entrants of each format. */
export const MOST = { single: 256, double: 128, robin: 32, swiss: 256 };

/** What is chosen unless somebody wants it otherwise, as in docs/protocol.md. */
export const USUAL = {
  name: "", description: "", format: "single", third: true, reset: true, rounds: null, best_of: 1,
  settings: CLASSIC, most: 16, entry: "open", word: "", guests: true, bots: false, rated: false,
  seeding: "drawn", start: "hand", starts_at: null, check_in: 0, call: 120, late: false,
};

/**
 * A plan from the values of the form, which are texts and booleans, and settings of a match. What does not belong to the choice is left as usual.
 * `starts_at` is a local time such as "2026-12-01T19:30".
 */
export function planOf(values) {
  const { best_of: best, call, check_in: checkIn, rounds, starts_at: at, ...rest } = values;
  return {
    ...rest,
    best_of: Number(best),
    most: Number(values.most),
    rounds: values.format === "swiss" && rounds ? Number(rounds) : null,
    late: values.format === "swiss" && values.late,
    word: values.entry === "word" ? values.word : "",
    guests: values.guests && !values.rated,
    bots: values.bots && !values.rated,
    starts_at: values.start === "time" && at ? new Date(at).getTime() : null,
    check_in: Number(checkIn),
    call: Number(call),
  };
}

/** The values of the form for a plan. */
export function valuesOf({ starts_at: at, ...plan }) {
  return { ...plan, starts_at: at === null ? "" : local(at) };
}

/** The names of the fields that a choice asks for; all others are hidden. */
export function asked({ entry, format, start }) {
  const more = [
    format === "single" && "third",
    format === "double" && "reset",
    format === "swiss" && "rounds",
    format === "swiss" && "late",
    entry === "word" && "word",
    start === "time" && "starts_at",
  ];
  return new Set(more.filter(Boolean));
}

/** Which field a refusal of a plan is about, and its words: `{field, text}`. */
export function faultIn(detail) {
  const [, field, text] = /^(?:[a-z_]+\.)*?plan\.(?:settings\.)?([a-z_]+)(?:: )?(.*)$/s.exec(detail) ?? [null, null, detail];
  return { field, text: text || detail };
}

function local(at) {
  const time = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return time.toISOString().slice(0, 16);
}
