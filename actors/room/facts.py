"""What a frame needs to know that only the store can say, and asking for it."""

from typing import get_args

from actors.contact import apart
from actors.frames import From
from actors.match.watchers import judge
from actors.room.access import is_made, is_of_tournament, match_of, may_enter, other_of
from actors.room.frames import Change, Delete, Describe, Edit, Request, Say, SetMember
from actors.room.messages import Facts
from store.matches.records import MatchRecord
from store.profiles.records import Profile, Role
from store.protocol import Store
from store.rooms.records import RoomEvent


async def look(
    store: Store, room: str, asked: From[Request], line: RoomEvent | None, now_ms: int
) -> Facts:
    """Ask the store; ``line`` is the one that the frame is about, if the room remembers it."""
    player, frame = asked.origin.player, asked.frame
    # Who may be in a room that a player has made, the room knows itself.
    if not is_made(room) and not await enters(store, room, player):
        return Facts(enters=False)
    if not isinstance(frame, get_args(Change)):
        return Facts()
    profile = await store.profiles.profile(player)
    role: Role = "player" if profile is None else await _role(store, room, profile)
    guest = profile is not None and profile.guest
    mutes = tuple(await store.moderation.mutes_of(player, now_ms))
    if isinstance(frame, Say):
        return Facts(
            takes=await _takes(store, room, player),
            last=await store.rooms.last_line(room, player),
            known=await store.rooms.line(room, player, frame.line),
            role=role,
            guest=guest,
            mutes=mutes,
        )
    if isinstance(frame, SetMember):
        other = await store.profiles.profile(frame.player)
        called = None if other is None else other.person.name
        takes = not apart(await store.social.tie(player, frame.player))
        return Facts(takes=takes, called=called, role=role, guest=guest)
    if isinstance(frame, Describe):
        return Facts(owned=await store.rooms.owned(player), role=role, guest=guest)
    if line is None and isinstance(frame, Edit | Delete):
        line = await store.rooms.event(room, frame.number)
    return Facts(line=line, role=role, guest=guest, mutes=mutes)


async def enters(store: Store, room: str, player: str) -> bool:
    """Tell whether a player may be in a room."""
    may = may_enter(room, player)
    if may is not None:
        return may
    if is_made(room):
        made = await store.rooms.made(room)
        there = await store.rooms.role(room, player) is not None
        return made is not None and (made.public or there)
    if is_of_tournament(room):
        return await _enters_tournament(store, room, player)
    match = match_of(room)
    stored = await store.matches.match(match) if match is not None else None
    if stored is None:
        return False
    people = _people(stored.record)
    return player in people or await judge(store, player, people, stored.record.mode)


async def _enters_tournament(store: Store, room: str, player: str) -> bool:
    """Tell whether a tournament is public, or a player takes part in it or has made it."""
    found = await store.tournaments.tournament(room)
    if found is None or found.entry != "invited":
        return found is not None
    return room in await store.tournaments.with_player(player)


async def _role(store: Store, room: str, profile: Profile) -> Role:
    """Return the role of a player here: who has made a tournament moderates its room."""
    if is_of_tournament(room) and profile.role == "player":
        found = await store.tournaments.tournament(room)
        return "moderator" if found is not None and found.owner == profile.person.id else "player"
    return profile.role


def _people(record: MatchRecord) -> list[str]:
    return [player.user_id for player in record.players if player.user_id is not None]


async def _takes(store: Store, room: str, player: str) -> bool:
    """Tell whether the other one of a direct room is there and takes what the player says."""
    other = other_of(room, player)
    if other is None:
        return True
    there = await store.profiles.profile(other) is not None
    return there and not apart(await store.social.tie(player, other))
