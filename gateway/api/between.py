"""The first step of every route about people: who asks, about whom, and the tie of the two."""

from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from actors.contact import apart, parted, relation
from actors.presence.messages import Changed, Deleted, PersonView, Renamed, TieChanged
from actors.presence.parts import presence_of
from gateway.api.common import signed_in
from gateway.http.problems import Problem
from gateway.services import Services
from store.people.records import User
from store.profiles.records import Person, Privacy, Profile
from store.social.records import Tie

LONGEST_ID = 64
PlayerId = Annotated[str, Meta(min_length=1, max_length=LONGEST_ID)]
PATH = {"player_id": PlayerId}


class Between(Struct, frozen=True):
    """``viewer`` asks about ``other``; ``tie`` is their tie, as the viewer sees it."""

    viewer: User
    other: Profile
    tie: Tie


async def between(services: Services, other_id: str, *, hidden_too: bool = False) -> Between:
    """Look both up; raises a Problem if there is no such player, or if one has blocked the other.

    Somebody in the viewer's list of blocked players is found as that list has them, with no more
    detail, whether or not they block in turn. ``hidden_too``: they are found as they are.
    """
    viewer = (await signed_in(services)).user
    return await between_user(services, viewer, other_id, hidden_too=hidden_too)


async def between_user(
    services: Services, viewer: User, other_id: str, *, hidden_too: bool = False
) -> Between:
    """Do the same for a viewer who is known already."""
    other = await services.store.profiles.profile(other_id) if is_id(other_id) else None
    if other is None:
        raise no_such_player()
    tie = await services.store.social.tie(viewer.id, other_id)
    if hidden_too or not apart(tie):
        return Between(viewer, other, tie)
    listed = await listed_person(services, viewer, other_id) if tie.blocks else None
    if listed is None:
        raise no_such_player()
    known = Profile(listed, other.guest, other.joined_at, None, "", Privacy(), None, "player")
    return Between(viewer, known, Tie(blocks=True))


async def listed_person(services: Services, viewer: User, other_id: str) -> Person | None:
    """Return a person as in the viewer's list of blocked players; None if not in it."""
    people = (blocked.person for blocked in await services.store.social.blocks(viewer.id))
    return next((person for person in people if person.id == other_id), None)


def is_id(text: str) -> bool:
    """Tell whether a text can be an id at all, as not every store takes every text."""
    return len(text) <= LONGEST_ID and "\0" not in text


async def account(services: Services) -> User:
    """Return the account that asks; raises a Problem for a guest."""
    user = (await signed_in(services)).user
    require_account(user)
    return user


def require_account(user: User) -> None:
    """Raise a Problem for a guest."""
    if user.guest:
        detail = "Guests cannot do this: make an account first, your matches stay yours."
        raise Problem(403, "guests_cannot", detail)


def not_oneself(viewer: User, other: Profile) -> None:
    """Raise a Problem if the viewer and the other are the same."""
    if viewer.id == other.person.id:
        raise Problem(409, "yourself", "This is you; name another player.")


def no_such_player() -> Problem:
    """Make the answer for a player who does not exist."""
    return Problem(404, "no_such_player", "There is no player of this id.")


async def tell_both(services: Services, two: Between, tie: Tie) -> None:
    """Show only the pages of these two what each is to the other from now on.

    A player who had no tie with the other and is now blocked hears nothing of it.
    """
    viewer, other = two.viewer.id, two.other.person
    _tell(services, viewer, TieChanged(view(other), relation(viewer, tie)))
    news = relation(other.id, _mirrored(tie))
    me = await services.store.profiles.profile(viewer)
    if me is None or news == relation(other.id, _mirrored(two.tie)):
        _tell(services, other.id, None)
    else:
        # A block sends no image, just as a deletion does, so that nobody can tell the two apart.
        person = replace(me.person, avatar=None) if tie.blocks else me.person
        _tell(services, other.id, TieChanged(view(person), news))


async def tell_bots(services: Services, two: Between) -> None:
    """Let the bots of these two look again who is parted from them."""
    for owner in (two.viewer.id, two.other.person.id):
        for bot in await services.store.programs.bots_of(owner):
            _tell(services, bot.id, None)


async def tell_of_bot(services: Services, owner: str) -> None:
    """Let those who are parted from the owner of a new bot look again: they are from it, too."""
    for player in parted(await services.store.social.circle(owner)):
        _tell(services, player, None)


def tell_renamed(services: Services, user_id: str) -> None:
    """Show a new name or image on the user's own pages and on those of friends and requests."""
    services.kernel.tell(presence_of(user_id), Renamed(user_id))


async def those_around(services: Services, user_id: str) -> frozenset[str]:
    """Return everybody who has this user in a list: friends, requests, and blockers.

    Players whom the user has blocked are left out: for them the user does not exist.
    """
    friendships = await services.store.social.friendships(user_id)
    circle = await services.store.social.circle(user_id)
    return (circle.blocked - circle.blocks).union(f.person.id for f in friendships)


def tell_deleted(services: Services, user: User, others: frozenset[str]) -> None:
    """Remove a user from the pages of others, and stop telling anybody where they are."""
    part, person = presence_of(user.id), PersonView(user.id, user.display_name, None)
    services.kernel.tell(part, Deleted(person, others))
    services.kernel.tell(part, Changed(user.id))


def _tell(services: Services, player: str, frame: TieChanged | None) -> None:
    services.kernel.tell(presence_of(player), Changed(player, frame))


def _mirrored(tie: Tie) -> Tie:
    """Return the tie from the other's side."""
    return Tie(tie.friend, tie.asked_by, blocks=tie.blocked, blocked=tie.blocks)


def view(person: Person) -> PersonView:
    """Return a person as pages show them in a list."""
    return PersonView(person.id, person.name, person.avatar)
