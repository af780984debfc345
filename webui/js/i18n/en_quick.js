/** English: the quick match. */

export const quick = {
  "quick.title": "Quick match",
  "quick.text": "The next one who comes is your opponent.",
  "quick.find": "Find an opponent",
  "quick.what": "{kind}, {settings}",
  "quick.mode": "Length",
  "quick.mode.classic": "To 11",
  "quick.mode.short": "To 5",
  "quick.kind": "Kind",
  "quick.kind.casual": "Casual",
  "quick.kind.rated": "Rated",
  "quick.searching": "Looking for an opponent",
  "quick.since": "{time} so far. You can leave this tab open and do something else.",
  "quick.cancel": "Cancel",
};
