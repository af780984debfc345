"""What a player is shown of an event. Pure."""

import msgspec

from actors.room.frames import Described, Event, Joined, Mode
from actors.room.notices import Notice
from store.rooms.records import MadeRoom, RoomEvent

_notices = msgspec.json.Decoder(Notice)
_modes = msgspec.json.Decoder(Mode)
_rooms = msgspec.json.Decoder(Described)
_members = msgspec.json.Decoder(Joined)


NOBODY = frozenset[str | None]()


def others_in(event: RoomEvent) -> frozenset[str | None]:
    """Return whom an event names besides its author: who gets a role by it."""
    if event.kind != "member":
        return NOBODY
    member = _members.decode(event.text)
    return frozenset((member.player, member.heir))


def shown(event: RoomEvent, parted: frozenset[str]) -> Event:
    """Return an event for a player; of those with whom they are ``parted`` there is nothing."""
    number, at = event.number, event.at
    if event.author in parted or not parted.isdisjoint(others_in(event)):
        return Event(number, "hidden")
    match event.kind:
        case "gone":
            return Event(number, "gone")
        case "line":
            by = event.author, event.name, event.line
            return Event(number, "line", at, *by, event.text, edited=event.edited)
        case "edit":
            return Event(number, "edit", at, event.author, text=event.text, about=event.about)
        case "delete":
            return Event(number, "delete", at, event.author, about=event.about)
        case "system" | "mode" | "topic" | "member":
            return _of_room(event)


def _of_room(event: RoomEvent) -> Event:
    by = event.number, event.kind, event.at, event.author, event.name
    match event.kind:
        case "mode":
            return Event(*by, mode=_modes.decode(event.text))
        case "topic":
            return Event(*by, room=_rooms.decode(event.text))
        case "member":
            return Event(*by, member=_members.decode(event.text))
        case _:
            return Event(*by, notice=_notices.decode(event.text))


def described(made: MadeRoom) -> Described:
    """Return a room as its readers are shown it."""
    return Described(made.name, made.topic, made.public)


def unread(events: list[RoomEvent], player: str, after: int, parted: frozenset[str]) -> int:
    """Count the lines of others after an event that the player sees."""
    return sum(
        event.number > after
        and event.kind == "line"
        and event.author != player
        and event.author not in parted
        for event in events
    )
