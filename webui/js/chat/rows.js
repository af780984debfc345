/** The rows in which a room is drawn: lines, grouped by author, with the days and the first unread one marked. Pure. */

const TOGETHER = 5 * 60_000; // ms between two lines of one author under one name

/**
 * `lines` are what is shown of a range; `queued` the own lines that are not said yet, `{line, text, at, state}`;
 * `unreadAfter` is the number after which lines of others are new, null for no such mark; `me` is the own player.
 * Returns `[{kind: "day" | "unread" | "line" | "notice" | "queued", key, ...}]`; the first row of a group has `head`.
 */
export function rowsOf({ lines, queued, me, unreadAfter }) {
  const said = new Set(lines.filter(({ author }) => author === me.id).map(({ line }) => line));
  const rows = [];
  let before = null; // the line above, if the next one may stand under its name
  let day = null;
  let isMarked = unreadAfter === null;
  const put = (kind, at, author, more) => {
    const isOther = dayOf(at) !== day;
    if (isOther) rows.push({ kind: "day", key: `day ${dayOf(at)}`, at });
    day = dayOf(at);
    if (!isMarked && more.number > unreadAfter && author !== me.id) {
      isMarked = true;
      before = null;
      rows.push({ kind: "unread", key: "unread" });
    }
    const together = before?.author === author && at - before.at < TOGETHER && !isOther;
    const isAlone = kind === "notice" || isAction(more.text);
    rows.push({ kind, at, author, head: kind !== "notice" && (isAlone || !together), ...more });
    before = isAlone ? null : { author, at };
  };
  for (const line of lines) {
    const { at, author, number } = line;
    if (line.kind === "line") put("line", at, author, { ...line, kind: "line", key: `line ${number}` });
    else put("notice", at, null, { key: `notice ${number}`, number, event: line });
  }
  for (const line of queued) {
    if (said.has(line.line)) continue;
    put("queued", line.at, me.id, { ...line, name: me.name, key: `queued ${line.line}` });
  }
  return rows;
}

/** Whether a line says what its author does. */
export function isAction(text) {
  return /^\/me\s+\S/.test(text ?? "");
}

/** The day of a moment (ms), as a key. */
function dayOf(at) {
  return new Date(at).toDateString();
}
