"""To invite somebody: the store tells who that is, and whether there is a block."""

from actors.contact import admits, parted, tie_in
from actors.core.context import Context
from actors.frames import Ok, Origin
from actors.invitations.endings import Endings
from actors.invitations.messages import Found, Invite, Known, Message
from actors.invitations.refusals import (
    AWAY,
    ENOUGH,
    FULL,
    NOBODY,
    ONESELF,
    POPULAR,
    declined,
    too_fast,
)
from actors.invitations.state import MOST, MOST_RECEIVED, Invitation, State
from actors.presence.messages import PersonView
from actors.room.flood import Limit, Pace, free_at, spoken
from actors.seats.ids import draw_id
from actors.seats.refused import Refused
from actors.seats.seating import Asked
from store.protocol import Store

PACE = Limit(6, 60.0)
"""How many invitations a player sends: so many at once, and so many in so many seconds."""


class Inviting:
    """What comes before an invitation is open. It says the same of nobody and of who blocks."""

    def __init__(
        self, context: Context[Message], state: State, store: Store, endings: Endings
    ) -> None:
        self._context = context
        self._state = state
        self._store = store
        self._endings = endings

    def resume(self) -> None:
        """After a start: ask the store again, as its answers were lost."""
        for key, asked in self._state.looked_up.items():
            self._look_up(key, asked)

    def ask(self, asked: Asked[Invite]) -> Ok | Refused | None:
        """Ask the store; None: its answer comes as `Found`."""
        player, frame, now = asked.origin.player, asked.frame, self._context.now()
        if player == frame.player:
            return ONESELF
        if (again := self._again(asked)) is not None:
            return again
        state, pace = self._state, self._state.paces.get(player, Pace())
        if (free := free_at(pace, PACE)) > now:
            return too_fast(free)
        state.paces = {who: one for who, one in state.paces.items() if one.at > now}
        state.paces[player] = spoken(pace, PACE, now)
        key = draw_id("l", self._context.random)
        state.looked_up[key] = asked
        self._look_up(key, asked)
        return None

    def _again(self, asked: Asked[Invite]) -> Ok | None:
        """Answer an invitation that is open already."""
        own = self._state.between(asked.origin.player, asked.frame.player)
        if own is not None and own.settings == asked.frame.settings:
            return Ok(asked.frame.id, invitation=own.id)
        return None

    def _look_up(self, key: str, asked: Asked[Invite]) -> None:
        player, other = asked.origin.player, asked.frame.player

        async def look() -> Found:
            profiles = self._store.profiles
            profile = None if "\0" in other else await profiles.profile(other)
            own, circle = await profiles.profile(player), await self._store.social.circle(player)
            if own is None or profile is None:
                return Found(key)
            return Found(key, Known(own.person.avatar, profile, circle))

        self._context.effect(look, lambda found: found, lambda _: Found(key, told=False))

    def judge(self, asked: Asked[Invite], found: Found) -> Refused | None:
        """Refuse what the store leaves no doubt about."""
        if not found.told:
            return AWAY
        known = found.known
        if known is None or asked.frame.player in parted(known.circle):
            return NOBODY
        return None

    def invite(self, asked: Asked[Invite], known: Known) -> Ok | Refused:
        """Let an invitation be open. It takes the place of one to the same player."""
        state, origin, other = self._state, asked.origin, asked.frame.player
        if (again := self._again(asked)) is not None:
            return again
        if (free := state.rests_until(origin.player, other)) > self._context.now():
            return declined(free)
        own = state.between(origin.player, other)
        if own is not None:
            self._endings.end(own)
        elif (full := self._full(origin, other)) is not None:
            return full
        one = self._make(asked, known)
        self._endings.begin(one)
        return Ok(asked.frame.id, invitation=one.id)

    def _full(self, origin: Origin, other: str) -> Refused | None:
        if self._state.crowded(origin.player, origin.home):
            return ENOUGH
        if len(self._state.received(other)) >= MOST_RECEIVED:
            return POPULAR
        return FULL if len(self._state.invitations) >= MOST else None

    def _make(self, asked: Asked[Invite], known: Known) -> Invitation:
        origin, other = asked.origin, known.profile.person
        presence = known.profile.privacy.presence
        return Invitation(
            draw_id("i", self._context.random),
            PersonView(origin.player, origin.name, known.avatar),
            PersonView(other.id, other.name, other.avatar),
            asked.frame.settings,
            self._context.now(),
            origin.home,
            shown=admits(presence, tie_in(known.circle, other.id)),
            blind=presence == "nobody",
        )
