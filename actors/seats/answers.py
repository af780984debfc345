"""The last answer to each player, so that a request which comes again is not carried out twice."""

from typing import Any

from msgspec import Struct

from actors.frames import Error, Ok

MOST = 10_000
"""Players whose last answer is kept; if there are more, the latest."""


class Answers(Struct):
    """The last request of each player and what came of it.

    Requests are compared whole, as two pages of a player may use one id for different requests.
    """

    last: dict[str, tuple[Any, Ok | Error]] = {}

    def to(self, player: str, frame: object) -> Ok | Error | None:
        """Return the answer to a request if it was the player's last one."""
        last = self.last.get(player)
        return last[1] if last is not None and last[0] == frame else None

    def note(self, player: str, frame: object, answer: Ok | Error) -> None:
        """Keep an answer."""
        self.last.pop(player, None)
        self.last[player] = (frame, answer)
        if len(self.last) > MOST:
            del self.last[next(iter(self.last))]

    def forget(self, player: str) -> None:
        """Let the next request of a player be carried out."""
        self.last.pop(player, None)
