"""What the routes and the worker share of the ways out of the inbox."""

from collections.abc import Awaitable, Callable

from msgspec import DecodeError

from actors.core.kernel import Kernel
from actors.core.mailbox import ActorDown, AskTimeout
from actors.player.notices import Notice, notice_of
from actors.presence.messages import FriendPresence, Look
from actors.presence.parts import presence_of
from gateway.process.workers import Bell
from gateway.ways.decide import NOTHING, Decision, Place, decide
from gateway.ways.endpoint import PostOffice
from gateway.ways.subjects import Telling, telling
from gateway.ways.vapid import Vapid
from store.notifications.records import KeptNote, Note, Ways
from store.protocol import Store

LOOK_WITHIN = 2.0
"""Seconds."""
Finder = Callable[[str], Awaitable[Place]]


class WaysOut:
    """Decides about notes with what the store and the actors know; ``find`` tells where one is."""

    def __init__(
        self,
        store: Store,
        date: Callable[[], float],
        bell: Bell,
        vapid: Vapid,
        post: PostOffice,
        find: Finder,
    ) -> None:
        self.bell = bell
        self.vapid = vapid
        self.post = post
        self._store = store
        self.date = date
        self.find = find

    async def chosen(self, player: str) -> Ways:
        """Return what a person has chosen, or what holds until they do."""
        return await self._store.notifications.ways(player) or Ways()

    async def decide(self, kept: KeptNote | None) -> tuple[Telling | None, Decision]:
        """Decide by which ways a note goes out now: none if it is read or hidden."""
        told = None if kept is None or kept.read else told_of(kept.note)
        if kept is None or told is None:
            return None, NOTHING
        player = kept.note.player
        chosen, where = await self.chosen(player), await self.find(player)
        return told, decide(told, chosen, where, int(self.date() * 1000.0))


def told_of(note: Note) -> Telling | None:
    """Return how a note is told; None if this server does not know its kind."""
    notice = notice_in(note)
    return None if notice is None else telling(note.id, notice, note.at)


def notice_in(note: Note) -> Notice | None:
    """Return what a note says; None if this server does not know its kind."""
    try:
        return notice_of(note)
    except DecodeError:
        return None


async def find(kernel: Kernel, player: str) -> Place:
    """Return where a player is; if nobody can tell now, they count as away."""
    try:
        told: FriendPresence = await kernel.ask(presence_of(player), Look(player), LOOK_WITHIN)
    except (ActorDown, AskTimeout):
        return "offline"
    return told.presence
