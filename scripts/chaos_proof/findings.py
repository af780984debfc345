"""The losses that the check has found: a description of each, and how many of each kind."""

LOSSES = {
    "points_lost": "a point that was told is not in what came after it",
    "points_double": "the same point was told twice to one bot",
    "points_skipped": "a score went on by more than the points that were told",
    "results_missing": "a match has no result, or a bot was never told",
    "results_double": "a result was told twice to one bot",
    "results_differ": "bots and API do not agree on a result, or it breaks the rules",
    "results_unfair": "a match ended by something else than play",
    "matches_missing": "a match never came about, or the server knows it no more",
    "frames_missing": "the numbers of a session leave one out",
    "frames_double": "a number of a session came twice",
    "sessions_lost": "a session was not resumed although the server lived on, or without a resync",
    "balls_changed": "the same flight was another one after a restart",
    "lines_missing": "a line that was answered is not in its room, or a bot does not know it",
    "lines_double": "a line, or an event of a room, came twice",
    "lines_disordered": "lines of a bot, or the events that it was told, changed their order",
    "lines_differ": "a line is not what was said, or not the same for all",
    "takeovers_late": "others had what a lost node had later than after 5 s",
    "nodes_unfenced": "a node that was given up, or told to end, went on",
    "players_lost": "the server closed a bot's connection for good",
}


class Findings:
    """Losses found so far."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(LOSSES, 0)
        self.words: list[str] = []

    def add(self, loss: str, words: str, times: int = 1) -> None:
        """Note a loss of a kind (a key of `LOSSES`); ``words`` say where and what was lost."""
        self.counts[loss] += times
        self.words.append(f"{loss}: {words}")

    @property
    def clean(self) -> bool:
        """Whether nothing was lost."""
        return not any(self.counts.values())
