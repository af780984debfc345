"""Which rooms there are, and who may be in them. Pure.

The id of a room says what it is: ``lobby`` is everybody's, ``d.`` and the ids of two players, the
smaller one first, is theirs alone, ``m.`` and the id of a match is there for who plays in it or may
watch it. Rooms that begin with ``r.`` are made by players; one that begins with ``t.`` is that of
the tournament of this id.
"""

import re

LOBBY = "lobby"
DIRECT = "d."
MATCH = "m."
MADE = "r."
TOURNAMENT = "t."
NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")
"""What may follow: not every store takes every text."""


def direct(one: str, other: str) -> str:
    """Return the room of two players."""
    return DIRECT + ".".join(sorted((one, other), key=str.encode))


def pair(room: str) -> tuple[str, str] | None:
    """Return the two players of a direct room; None if it is no such room."""
    one, _, other = room.removeprefix(DIRECT).partition(".")
    named = all(NAME.fullmatch(name) for name in (one, other)) and one != other
    return (one, other) if named and room == direct(one, other) else None


def other_of(room: str, player: str) -> str | None:
    """Return the other one of a direct room; None if it is none, or not this player's."""
    two = pair(room)
    if two is None or player not in two:
        return None
    return two[1] if player == two[0] else two[0]


def match_of(room: str) -> str | None:
    """Return the match whose room this is; None if it is no such room."""
    name = room.removeprefix(MATCH)
    return name if name != room and NAME.fullmatch(name) else None


def is_of_tournament(room: str) -> bool:
    """Tell whether this is the room of a tournament, if there is one of this id."""
    name = room.removeprefix(TOURNAMENT)
    return name != room and NAME.fullmatch(name) is not None


def is_made(room: str) -> bool:
    """Tell whether this is a room that a player makes."""
    name = room.removeprefix(MADE)
    return name != room and NAME.fullmatch(name) is not None


def may_enter(room: str, player: str) -> bool | None:
    """Tell whether a player may be in a room; None: the store has to say.

    For everybody else there is no such room.
    """
    if room == LOBBY:
        return True
    if match_of(room) is not None or is_made(room) or is_of_tournament(room):
        return None
    return other_of(room, player) is not None
