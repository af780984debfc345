/** Aliases from a pasted list or a CSV file. Pure. */

const LONGEST = 24;
const MOST = 256;
const HEADS = new Set(["alias", "name", "player", "entrant"]);

/**
 * One alias from each line; of a line with several columns, the one called "alias" or "name" by the first line, else
 * the first. Quotes around a column, numbers before a name ("1. Ada") and empty lines are dropped.
 */
export function aliases(text) {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/).map(columns).filter((cells) => cells.some(Boolean));
  const heads = (lines[0] ?? []).map((cell) => cell.toLowerCase());
  const column = heads.findIndex((cell) => HEADS.has(cell));
  const rows = column < 0 ? lines : lines.slice(1);
  return rows.map((cells) => (cells[Math.max(column, 0)] ?? "").replace(/^\d+[.)]\s+/, "").trim()).filter(Boolean);
}

/** What is wrong with these aliases, `{rule, name}`; null if nothing is. */
export function faultOf(names) {
  const long = names.find((name) => [...name].length > LONGEST);
  if (long) return { rule: "long", name: long };
  const seen = new Set();
  for (const name of names) {
    const key = name.toLowerCase();
    if (seen.has(key)) return { rule: "twice", name };
    seen.add(key);
  }
  return names.length > MOST ? { rule: "many", name: "" } : null;
}

/** The cells of a line: separated by commas, semicolons or tabs; a cell in quotes may have these in it. */
function columns(line) {
  const cells = [];
  for (const [, quoted, plain] of line.matchAll(/(?:^|[,;\t])(?:\s*"((?:[^"]|"")*)"\s*|([^,;\t]*))/g)) {
    cells.push((quoted === undefined ? plain : quoted.replaceAll('""', '"')).trim());
  }
  return cells;
}
