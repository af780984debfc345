"""The rules of contact: who may see and reach whom. No other place in the code decides that.

docs/contact.md names the rule of every frame and every route. Pure.
"""

from collections.abc import Collection
from typing import Literal

from store.profiles.records import Audience
from store.social.records import Circle, Tie

Relation = Literal["none", "asked", "asks", "friend", "blocked"]
"""What another person is to the viewer; ``asked``: by the viewer, ``asks``: asks the viewer."""


def apart(tie: Tie) -> bool:
    """Tell whether one of the two has blocked the other: nothing personal passes between them.

    Neither finds the other's profile, image or results, nor finds them by search. People see whom
    they have blocked only in their own list, under the name of that time: the name of today would
    show whether the other blocks them in turn.

    Quick match and public games do not bring the two together while there are others. With a
    private link, or in a bracket, they play all the same.
    """
    return tie.blocks or tie.blocked


def admits(audience: Audience, tie: Tie) -> bool:
    """Tell whether the viewer belongs to the audience that the other has chosen for something."""
    if apart(tie):
        return False
    return audience == "everybody" or (audience == "friends" and tie.friend)


def may_ask(viewer: str, tie: Tie, contact: Audience) -> bool:
    """Tell whether the viewer may ask to be a friend; somebody who was asked may always accept."""
    answers = tie.asked_by is not None and tie.asked_by != viewer
    return not apart(tie) and (answers or admits(contact, tie))


def may_watch(players: Collection[tuple[Audience, Tie]], *, private: bool) -> bool:
    """Tell whether the viewer may watch a match and know who plays in it.

    ``players`` has, for each person in it, the audience that may see where they are, and their tie
    with the viewer. One player whom the viewer may see is enough, unless the match came about by a
    ``private`` link. But if there is a block between a player and the viewer, or a player is
    invisible, the viewer may not watch, whoever else plays.
    """
    shown = [admits(presence, tie) for presence, tie in players]
    hidden = any(apart(tie) or presence == "nobody" for presence, tie in players)
    return not hidden and (all(shown) if private else any(shown))


def may_date(players: Collection[tuple[Audience, Tie]]) -> bool:
    """Tell whether the viewer may know when a match was, which tells when its players were here.

    ``players`` has, for each person in it except the viewer, the audience that may see when they
    were here last, and their tie with the viewer. The date of a match tells it of all, so all must
    allow it. A viewer who played in the match knows the date anyway.
    """
    return all(admits(last_seen, tie) for last_seen, tie in players)


def relation(viewer: str, tie: Tie) -> Relation:
    """Return what the other is to the viewer; people who were blocked do not learn of it."""
    if tie.blocks:
        return "blocked"
    if tie.friend:
        return "friend"
    if tie.asked_by is None or tie.blocked:
        return "none"
    return "asked" if tie.asked_by == viewer else "asks"


def tie_in(circle: Circle, other: str) -> Tie:
    """Return the tie between somebody and another person, without requests."""
    return Tie(
        other in circle.friends, blocks=other in circle.blocks, blocked=other in circle.blocked
    )


def parted(circle: Circle) -> frozenset[str]:
    """Return everybody whom somebody has blocked or is blocked by; see `apart`."""
    return circle.blocks | circle.blocked
