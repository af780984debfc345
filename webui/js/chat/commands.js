/** What one writes: a line, or a command that begins with a slash. Pure. */

export const LONGEST = 2000;

/** Commands with what they need; `/me` is a line like others, and is drawn as an act. */
const COMMANDS = { me: "text", invite: "name", block: "name", help: null };

/**
 * `{kind: "nothing" | "line" | "too_long" | "unknown" | "incomplete" | "invite" | "block" | "help", text?, name?}`. Two
 * slashes say a line that begins with one.
 */
export function read(written) {
  const text = written.trim();
  if (text === "") return { kind: "nothing" };
  if (lengthOf(text) > LONGEST) return { kind: "too_long" };
  if (text.startsWith("//")) return { kind: "line", text: text.slice(1) };
  const [, command, rest = ""] = text.match(/^\/(\w+)(?:\s+([^]*))?$/) ?? [];
  if (command === undefined) return { kind: "line", text };
  if (!Object.hasOwn(COMMANDS, command)) return { kind: "unknown", name: command };
  const need = COMMANDS[command];
  if (need && rest === "") return { kind: "incomplete", name: command };
  if (need === "text") return { kind: "line", text: `/me ${rest}` };
  return need ? { kind: command, name: rest.replace(/^@/, "").trim() } : { kind: command };
}

function fold(text) {
  return text.normalize("NFKC").toLowerCase();
}

/** The number of characters, as the server counts them. */
export function lengthOf(text) {
  return Array.from(text).length;
}

/** Those of `people`, `{id, name}`, who are called so: the same letters, or else the same but for capitals. */
export function called(name, people) {
  const same = people.filter((person) => person.name === name);
  return same.length > 0 ? same : people.filter((person) => fold(person.name) === fold(name));
}
