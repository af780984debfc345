"""The state of a player actor."""

from typing import Literal

from actors.core.address import Address
from actors.player.messages import Followed, Where
from actors.player.session import Session
from actors.presence.messages import Here
from store.moderation.records import Mute

DELAY_STEP = 0.05
"""Seconds; a smaller difference of delays matters to nobody who follows."""


class State:
    """What survives a crash of the actor: the sessions, the seat, and who follows the player."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.of_connection: dict[str, Session] = {}
        self.match: str | None = None
        self.here: Here | None = None
        """Where the player is, as presence was told last."""
        self.name: str | None = None
        self.parted: frozenset[str] | None = None
        """Who has blocked the player or is blocked by them; unknown while nobody is connected."""
        self.mutes: tuple[Mute, ...] = ()
        """What keeps the player from speaking."""
        self.followers: dict[Address, Followed | None] = {}
        """The actors that follow the player, and what each was told last."""
        self.close: set[Address] = set()
        """Those of them who are told where the player is."""

    @property
    def connected(self) -> bool:
        """Whether any page is connected."""
        return any(session.connection is not None for session in self.sessions.values())

    @property
    def by_pages(self) -> Literal["online", "away", "offline"]:
        """Where the player is, by the sockets: away only if all pages say so."""
        pages = [s for s in self.sessions.values() if s.connection is not None]
        if not pages:
            return "offline"
        return "away" if all(session.away for session in pages) else "online"

    @property
    def delay(self) -> int | None:
        """The delay of the best line, in ms by steps, so that it is seldom news; None: unknown."""
        windows = [s.lag.window() for s in self.sessions.values() if s.connection is not None]
        measured = [window for window in windows if window > 0.0]
        return int(min(measured) / DELAY_STEP) * int(DELAY_STEP * 1000.0) if measured else None

    @property
    def where(self) -> Where:
        """Where the player is; whoever is connected and has a match is playing."""
        where = self.by_pages
        return "playing" if where != "offline" and self.match is not None else where
