"""The rules of contact: who may see and reach whom. The one place in the code that decides it.

docs/contact.md names the rule of every frame and every route. Pure.
"""

from collections.abc import Collection
from typing import Literal

from store.profiles.records import Audience
from store.social.records import Circle, Tie

Relation = Literal["none", "asked", "asks", "friend", "blocked"]
"""What another one is to the viewer: ``asked`` by the viewer, or ``asks`` the viewer."""


def apart(tie: Tie) -> bool:
    """Tell whether one of the two has blocked the other: nothing personal passes between them.

    Neither finds the other: profile, image, results, search. Whom one has blocked is known by one's
    own list alone, as they were called then; else it would tell whether they block in turn.

    Quick match and public games do not bring them together while there are others. Who got a
    private link from somebody, or meets in a bracket, plays all the same.
    """
    return tie.blocks or tie.blocked


def admits(audience: Audience, tie: Tie) -> bool:
    """Tell whether the viewer is one of those to whom the other shows or allows something."""
    if apart(tie):
        return False
    return audience == "everybody" or (audience == "friends" and tie.friend)


def may_ask(viewer: str, tie: Tie, contact: Audience) -> bool:
    """Tell whether the viewer may ask to be a friend; who was asked may always say yes."""
    answers = tie.asked_by is not None and tie.asked_by != viewer
    return not apart(tie) and (answers or admits(contact, tie))


def may_watch(players: Collection[tuple[Audience, Tie]], *, private: bool) -> bool:
    """Tell whether the viewer may watch a match and know who plays in it.

    ``players`` are its people: to whom each shows where they are, and what is between the viewer
    and them. One who is shown is enough, unless the match came about by a ``private`` link; but
    nobody who is apart from the viewer, or invisible, is found by way of somebody else.
    """
    shown = [admits(presence, tie) for presence, tie in players]
    hidden = any(apart(tie) or presence == "nobody" for presence, tie in players)
    return not hidden and (all(shown) if private else any(shown))


def may_date(players: Collection[tuple[Audience, Tie]]) -> bool:
    """Tell whether the viewer may know when a match was: it tells when its players were here.

    ``players`` are its people but for the viewer: to whom each shows when they were here last, and
    what is between the viewer and them. A match of two is dated by either, so both have to show it.
    Whoever played there knows it anyway, and is not asked about.
    """
    return all(admits(last_seen, tie) for last_seen, tie in players)


def relation(viewer: str, tie: Tie) -> Relation:
    """Return what the other is to the viewer; who was blocked is not told so."""
    if tie.blocks:
        return "blocked"
    if tie.friend:
        return "friend"
    if tie.asked_by is None or tie.blocked:
        return "none"
    return "asked" if tie.asked_by == viewer else "asks"


def tie_in(circle: Circle, other: str) -> Tie:
    """Return what is between somebody and another one, apart from requests."""
    return Tie(
        other in circle.friends, blocks=other in circle.blocks, blocked=other in circle.blocked
    )


def parted(circle: Circle) -> frozenset[str]:
    """Return everybody from whom somebody is `apart`."""
    return circle.blocks | circle.blocked
