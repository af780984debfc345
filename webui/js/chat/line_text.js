/** What a line consists of: words, links, and names that are called. It is text, and stays text. Pure. */

const LINK = /\bhttps?:\/\/[^\s<>"`\\^{|}]+/giu;
/** What stands behind a link more often than in it. */
const BEHIND = /[.,;:!?'’”»…]$/u;

/**
 * The parts of a text: `[{kind: "text" | "link" | "mention", text, href?}]`; together their texts are the text.
 * `name` is the own one.
 */
export function partsOf(text, name) {
  const parts = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const link = trimmed(found);
    const href = hrefOf(link);
    if (href === null) continue;
    parts.push(...words(text.slice(end, index), name), { kind: "link", text: link, href });
    end = index + link.length;
  }
  return [...parts, ...words(text.slice(end), name)];
}

/** Whether a text calls this name: an @ before it, and no letter after it. */
export function calls(text, name) {
  return partsOf(text, name).some(({ kind }) => kind === "mention");
}

function words(text, name) {
  if (!name) return text === "" ? [] : [{ kind: "text", text }];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])@${escaped(name)}(?![\\p{L}\\p{N}_])`, "giu");
  const parts = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    parts.push({ kind: "text", text: text.slice(end, index) }, { kind: "mention", text: found });
    end = index + found.length;
  }
  return [...parts, { kind: "text", text: text.slice(end) }].filter((part) => part.text !== "");
}

function escaped(name) {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** A link without what stands behind it; a closing bracket belongs to it only if it opens there. */
function trimmed(link) {
  if (BEHIND.test(link)) return trimmed(link.replace(BEHIND, ""));
  const [open, close] = [link.split("(").length, link.split(")").length];
  if (link.endsWith(")") && close > open) return trimmed(link.slice(0, -1));
  return link.endsWith("]") && !link.includes("[") ? trimmed(link.slice(0, -1)) : link;
}

/** The address of a link; null if it is none, or hides where it leads. */
function hrefOf(link) {
  if (!URL.canParse(link)) return null;
  const { href, password, protocol, username } = new URL(link);
  return ["http:", "https:"].includes(protocol) && !username && !password ? href : null;
}
