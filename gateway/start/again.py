"""When a worker that has ended is started again. Pure."""

FIRST, LONGEST = 0.25, 10.0
"""The shortest and the longest pause before a start, in seconds; each is twice the one before."""
CALM = 30.0
"""Seconds after which a worker has shown that it can run: what was before does not count."""
LIMIT = 5
"""How often in a row each worker may end before the command gives up."""


class Ends:
    """The ends of one worker in a row."""

    def __init__(self) -> None:
        self.count = 0

    def pause_after(self, lasted: float) -> float:
        """Note an end after so many seconds of life; return those until it is started again."""
        self.count = 1 if lasted >= CALM else self.count + 1
        return min(FIRST * 2.0 ** (self.count - 1), LONGEST)

    @property
    def hopeless(self) -> bool:
        """Whether it has ended so often that it does not seem to get better."""
        return self.count >= LIMIT
