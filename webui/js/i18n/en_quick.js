/** English: the quick match. */

export const quick = {
  "quick.title": "Quick match",
  "quick.text": "The next one who suits is your opponent.",
  "quick.usual": "It took about {time} lately.",
  "quick.find": "Find an opponent",
  "quick.what": "{kind}, {settings}",
  "quick.mode": "Length",
  "quick.mode.classic": "To 11",
  "quick.mode.short": "To 5",
  "quick.kind": "Kind",
  "quick.kind.casual": "Casual",
  "quick.kind.rated": "Rated",
  "quick.searching": "Looking for an opponent",
  "quick.since": "{what}: {time} so far. Practise against the machine meanwhile, watch a match, or leave this tab open.",
  "quick.since.usual": "{what}: {time} so far, about {usual} lately. Practise against the machine meanwhile, watch a match, or leave this tab open.",
  "quick.cancel": "Cancel",

  "called.text": "There is an opponent. Press a key or move here within {seconds} s to play.",
  "title.called": "● An opponent is there",
  "error.not_here": "There was an opponent, but you were away, so you wait no longer. Look for one again.",
  "error.no_call": "Nobody waits for you there any more.",
  "error.guests_cannot": "Guests have no rating. Play casual matches, or make an account first.",
};
