"""Which rooms there are, and who may be in them. Pure.

The id of a room says what it is: ``lobby`` is everybody's, ``d.`` and the ids of two players, the
smaller one first, is theirs alone.
"""

LOBBY = "lobby"
DIRECT = "d."


def direct(one: str, other: str) -> str:
    """Return the room of two players."""
    return DIRECT + ".".join(sorted((one, other), key=str.encode))


def may_enter(room: str, player: str) -> bool:
    """Tell whether a player may read a room and speak in it; no room is there for others."""
    if room == LOBBY:
        return True
    one, _, other = room.removeprefix(DIRECT).partition(".")
    named = bool(one and other) and "." not in other and one != other and room == direct(one, other)
    return named and player in {one, other}
