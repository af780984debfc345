"""The state of a player actor."""

from actors.core.address import Address
from actors.player.messages import Followed
from actors.player.session import Session
from actors.presence.messages import Here
from store.moderation.records import Mute


class State:
    """What survives a crash of the actor: the sessions, the seat, and who follows the player."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.of_connection: dict[str, Session] = {}
        self.match: str | None = None
        self.here: Here | None = None
        """Where the player is, as the presence actor was told last."""
        self.name: str | None = None
        self.parted: frozenset[str] | None = None
        """Who has blocked the player or is blocked by them; unknown while nobody is connected."""
        self.mutes: tuple[Mute, ...] = ()
        """What keeps the player from speaking."""
        self.followers: dict[Address, Followed | None] = {}
        """The actors that follow the player, and what each was told last."""

    @property
    def connected(self) -> bool:
        """Whether any page is connected."""
        return any(session.connection is not None for session in self.sessions.values())
