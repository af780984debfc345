"""Rooms that players make: what they are called, and who belongs to them."""

from collections.abc import Callable
from typing import Any

from actors.core.context import Context
from actors.frames import From, encode
from actors.player.pages import Pages
from actors.room.access import is_made
from actors.room.frames import Describe, Described, Joined, Ring, SetMember, Unsubscribed
from actors.room.messages import Facts, Loaded
from actors.room.readers import Readers
from actors.room.roles import Roles, Wish, granted, manages, refusal
from actors.room.shown import described
from actors.room.state import State
from actors.room.writer import Writer
from store.rooms.records import MadeRoom, Member, MemberGone

MOST_OWNED = 20
"""Rooms that one account may own."""
MOST_MEMBERS = 5000


class Members:
    """Who belongs to the room and who moderates it; a closed one is not there for others."""

    def __init__(
        self,
        context: Context[Any],
        state: State,
        writer: Writer,
        readers: Readers,
        pages: Pages,
        leave: Callable[[list[str]], None],
    ) -> None:
        self._context = context
        self._room = context.address.id
        self._is_made = is_made(self._room)
        self._state = state
        self._writer = writer
        self._readers = readers
        self._pages = pages
        self._leave = leave
        self.carry_out: dict[type, Callable[[Any, Facts | None], None]] = {
            Describe: self._describe,
            SetMember: self._set,
        }

    def admits(self, asked: From[Any]) -> bool:
        """Tell whether a player may be here at all, or is about to make the room."""
        state, player = self._state, asked.origin.player
        if not self._is_made:
            return not isinstance(asked.frame, Describe | SetMember)
        if state.made is None:
            return isinstance(asked.frame, Describe)
        return state.made.public or player in state.roles

    def load(self, loaded: Loaded) -> None:
        """Take in what the store has. A room whose owner has gone from the store gets another."""
        self._state.made = loaded.made
        self._state.roles = {member.player: member.role for member in loaded.members}
        if loaded.made is not None and "owner" not in self._state.roles.values():
            heir = granted(Wish("", "", None), {**self._state.roles, "": "owner"})
            self._context.persist(rows=self._rows(heir))
            self._state.roles = {**self._state.roles, **heir}

    def _describe(self, asked: From[Describe], facts: Facts | None) -> None:
        origin, frame, state = asked.origin, asked.frame, self._state
        new = Described(frame.name, frame.topic, frame.public)
        refused = self._refusal(asked, facts)
        if refused is not None:
            self._writer.answer(asked, refused)
        elif state.made is not None and described(state.made) == new:
            self._writer.answer(asked)
        else:
            roles: Roles = {origin.player: "owner"} if state.made is None else {}
            at = self._writer.now_ms() if state.made is None else state.made.at
            made = MadeRoom(self._room, new.name, new.topic, new.public, at)
            text = encode(new).decode()
            event = self._writer.event("topic", origin.player, origin.name, 0, text)
            self._writer.write(event, asked, made, *self._rows(roles))
            state.add(event)
            state.made, state.roles = made, {**state.roles, **roles}
            if not made.public:
                self._cut_off()

    def _refusal(self, asked: From[Describe], facts: Facts | None) -> str | None:
        made, role = self._state.made, self._state.roles.get(asked.origin.player)
        if self._context.log_away or facts is None:
            return "unavailable"
        if made is not None:
            return None if manages(role) else "not_a_moderator"
        if facts.guest:
            return "guests_cannot"
        return "too_many_rooms" if facts.owned >= MOST_OWNED else None

    def _set(self, asked: From[SetMember], facts: Facts | None) -> None:
        origin, frame, state = asked.origin, asked.frame, self._state
        wish = Wish(origin.player, frame.player, frame.role)
        made, old = state.made, state.roles.get(frame.player)
        if self._context.log_away or facts is None or made is None:
            self._writer.answer(asked, "unavailable")
        elif frame.role == "invited" and (facts.called is None or not facts.takes):
            self._writer.answer(asked, "takes_no_invitation")  # whether they are in it or not
        elif old == frame.role or (frame.role == "invited" and old is not None):
            self._writer.answer(asked)
        elif (refused := refusal(wish, state.roles, public=made.public)) is not None:
            self._writer.answer(asked, refused)
        elif frame.role is not None and len(state.roles) >= MOST_MEMBERS and old is None:
            self._writer.answer(asked, "room_full")
        else:
            roles = granted(wish, state.roles)
            new = roles.get(frame.player) or frame.role
            heir = next(iter(roles), None) if new is None else None
            called, undone = facts.called or "", new is None and old == "invited"
            joined = Joined(frame.player, called, new, heir, undone)
            text = encode(joined).decode()
            event = self._writer.event("member", origin.player, origin.name, 0, text)
            gone = () if frame.role else (MemberGone(frame.player, self._room),)
            self._writer.write(event, asked, *gone, *self._rows(roles))
            if frame.role == "invited":
                self._pages.send(frame.player, Ring(self._room))
            state.add(event)
            kept: Roles = {p: r for p, r in state.roles.items() if frame.role or p != frame.player}
            state.roles = {**kept, **roles}
            self._cut_off()

    def _rows(self, roles: Roles) -> tuple[Member, ...]:
        now = self._writer.now_ms()
        return tuple(Member(player, self._room, role, now) for player, role in roles.items())

    def _cut_off(self) -> None:
        """Tell the pages of those who may no longer be here, and tell them nothing more."""
        made, roles = self._state.made, self._state.roles
        for player in {reader.player for reader in self._state.readers.values()}:
            if made is not None and not made.public and player not in roles:
                self._readers.send(player, Unsubscribed(self._room))
                self._leave(self._state.pages(player))
