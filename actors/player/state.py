"""The state of a player actor."""

from actors.player.session import Session
from actors.presence.messages import Here


class State:
    """What survives a crash of the actor: the sessions and the seat."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.of_connection: dict[str, Session] = {}
        self.match: str | None = None
        self.here: Here | None = None
        """Where the player is, as the presence actor was told last."""
