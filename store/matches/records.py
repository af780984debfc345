"""The records of `Store.matches`. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

LEFT = -1


RIGHT = +1


Mode = Literal["quick", "open", "private", "local", "ai", "tournament"]


class MatchPlayer(Struct, frozen=True):
    """Who plays a side (-1 left, +1 right).

    ``user_id`` is None for the AI and for the second of two people at one keyboard.
    """

    side: int
    user_id: str | None
    name: str


class MatchRecord(Struct, frozen=True):
    """How a match began. ``settings`` is JSON, ``rules`` the version of the rules.

    ``level`` is that of the machine, if it plays. ``rated``: its result counts for the ratings of
    both. Raises ``ValueError`` unless ``players`` are the
    left one, then the right one.
    """

    id: str
    mode: Mode
    settings: bytes
    seed: int
    rules: int
    players: tuple[MatchPlayer, MatchPlayer]
    created_at: int
    level: str | None = None
    rated: bool = False

    def __post_init__(self) -> None:
        """Refuse players in the wrong order: the store keeps them by their place in the tuple."""
        sides = tuple(player.side for player in self.players)
        if sides != (LEFT, RIGHT):
            raise ValueError(f"match {self.id}: players are left, then right, not {sides}")


class MatchResult(Struct, frozen=True):
    """How a match ended. ``winner`` is a side, or 0 for nobody; ``score`` is (left, right).

    It is in sets if the match had several, else in points.
    ``seconds`` is match time: seconds of play since the first serve. ``pauses`` is a JSON array.
    """

    match_id: str
    cause: str
    winner: int
    score: tuple[int, int]
    seconds: float
    finished_at: int
    pauses: bytes = b"[]"


class StoredMatch(Struct, frozen=True):
    """A match with its result, which is None while the match is unfinished."""

    record: MatchRecord
    result: MatchResult | None


class Tally(Struct, frozen=True):
    """How many decided matches a user has played against other people, and has won.

    ``streak`` counts the wins since the last loss; if negative, the losses since the last win.
    """

    played: int = 0
    won: int = 0
    streak: int = 0
