/** English: the ways to the tournaments. All else of them comes with their pages. */

export const tournamentDoor = {
  "top.tournaments": "Tournaments",
  "tours.title": "Tournaments",
  "tours.waiting": "Fetching the tournaments…",
  "local.more": "More than two? A local tournament",
};
