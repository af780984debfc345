/** English: ratings, leaderboards, and the modes that are rated. */

export const ratings = {
  "top.leaderboard": "Leaderboard",

  "mode.classic": "Classic",
  "mode.classic.settings": "to 11 points",
  "mode.short": "Short",
  "mode.short.settings": "to 5 points",

  "history.rated": "rated",
  "rating.title": "Rating",
  "rating.loading": "Asking for the rating…",
  "rating.none": "No rated match yet.",
  "rating.played": { one: "{count} rated match", other: "{count} rated matches" },
  "rating.provisional": "provisional",
  "rating.provisional.hint": "Too few rated matches for a place on the leaderboard.",
  "rating.chart": {
    one: "A line from {from} to {to}: the rating before and after one match.",
    other: "A line from {from} to {to}: the rating over the last {count} changes.",
  },
  "rating.reversed": "A result was taken back. Your rating in {mode} is {rating}.",

  "result.rating": "Your rating: {rating} ({change})",
  "result.rating.provisional": "{words}, provisional",
  "result.rating.reversed": "The result was taken back. Your rating: {rating} ({change})",
  "result.rating.soon": "This match is rated.",

  "board.title": "Leaderboard",
  "board.lead": "Ratings come from rated quick matches and rated tournaments.",
  "board.mode": "Mode",
  "board.span": "Who",
  "board.span.all": "All",
  "board.span.month": "This month",
  "board.span.friends": "Friends",
  "board.loading": "Asking for the leaderboard…",
  "board.rank": "{rank}.",
  "board.own": "Your place",
  "board.more": "Show more",
  "board.empty.all": "Nobody has played a rated match in this mode yet.",
  "board.empty.month": "Nobody has played a rated match in this mode this month.",
  "board.empty.friends": "Neither you nor your friends have played a rated match in this mode.",
  "board.empty.go": "To the lobby",
};
