"""What a request needs to know that only the store can say, and asking for it."""

from collections.abc import Sequence

from actors.contact import apart
from actors.ratings.modes import RatingMode
from actors.ratings.rules import shown
from actors.tournament.frames import (
    Appoint,
    Invite,
    Join,
    MakeTournament,
    Organise,
    Replace,
    Request,
)
from actors.tournament.messages import Facts, Someone
from store.protocol import Store


def asks(frame: Request) -> bool:
    """Tell whether a request needs to know anything."""
    if isinstance(frame, Organise):
        return _subject(frame) is not None
    return isinstance(frame, MakeTournament | Join)


async def look(store: Store, player: str, frame: Request, mode: RatingMode) -> Facts:
    """Ask the store; ``mode`` is that of the ratings which seed the tournament."""
    sender = await _someone(store, player, mode)
    subject = _subject(frame)
    made = await store.tournaments.open_of(player) if isinstance(frame, MakeTournament) else 0
    found = None if subject is None else await _someone(store, subject, mode)
    if found is not None and apart(await store.social.tie(player, found.id)):
        found = None  # for each other, the parted do not exist
    return Facts(sender, found, made)


async def vanished(store: Store, players: Sequence[str]) -> tuple[str, ...]:
    """Return those of some players who have no account any more."""
    known = [(player, await store.profiles.profile(player)) for player in players]
    return tuple(player for player, profile in known if profile is None)


async def _someone(store: Store, player: str, mode: RatingMode) -> Someone | None:
    profile = None if "\0" in player else await store.profiles.profile(player)
    if profile is None:
        return None
    rating = await store.ratings.rating(player, mode)
    known = None if rating is None or not rating.played else float(shown(rating.mu))
    moderates = profile.role != "player"
    return Someone(profile.person.id, profile.person.name, profile.guest, moderates, known)


def _subject(frame: Request) -> str | None:
    if not isinstance(frame, Organise):
        return None
    match frame.act:
        case Appoint(player) | Invite(player):
            return player
        case Replace(player=player):
            return player
        case _:
            return None
