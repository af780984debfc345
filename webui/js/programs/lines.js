/** The bots and tokens of a person as lines of one list. Pure. */

/**
 * `[{kind: "bot", bot, count} | {kind: "own"} | {kind: "token", token}]`: each bot with its tokens below it, then
 * those of the person.
 */
export function linesOf({ bots, tokens }) {
  const of = (id) => tokens.filter(({ bot }) => bot === id).map((token) => ({ kind: "token", token }));
  const own = of(null);
  return [
    ...bots.flatMap((bot) => [{ kind: "bot", bot, count: of(bot.id).length }, ...of(bot.id)]),
    ...(own.length > 0 ? [{ kind: "own" }, ...own] : []),
  ];
}

/** What identifies a line. */
export function keyOf({ bot, kind, token }) {
  return `${kind} ${bot?.id ?? token?.id ?? ""}`;
}

/** When a token ends that is made `now` (ms) for so many days; "": never. */
export function endOf(days, now) {
  return days === "" ? null : Math.round(now) + Number(days) * 86_400_000;
}
